import { useState } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import { useNavigation } from '../../ui/navigation.tsx'
import { NodeLog } from './NodeLog.tsx'

/** The live log of one node, with the node and the filter that the user chose. */
export function LogsScreen({ cluster }: { readonly cluster: Cluster }) {
  const { node: chosen } = useNavigation()
  const [filter, setFilter] = useState('')
  const node = cluster.nodes.find(({ name }) => name === chosen) ?? cluster.nodes[0]
  if (!node) return null
  return (
    <NodeLog
      // A log ends with its container: it is opened again when that has another state.
      key={`${node.name} ${node.container}`}
      cluster={cluster}
      node={node.name}
      filter={filter}
      onFilter={setFilter}
    />
  )
}
