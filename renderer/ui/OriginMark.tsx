import { Badge } from '@mantine/core'
import type { ClusterRef } from '#shared/cluster.ts'
import { isOfK3d } from '#shared/cluster-origin.ts'
import { useTexts } from './language.tsx'

/** Says of a cluster that k3d has made it; nothing of Sampan's own. */
export function OriginMark({ cluster }: { readonly cluster: ClusterRef }) {
  const { text } = useTexts()
  if (!isOfK3d(cluster)) return null
  return (
    <Badge component="span" size="xs" variant="default" tt="none" title={text('k3d.made')} style={{ flexShrink: 0 }}>
      k3d
    </Badge>
  )
}
