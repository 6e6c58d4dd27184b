import { Menu } from '@mantine/core'
import { IconArrowsExchange, IconTerminal2 } from '@tabler/icons-react'
import { ForwardObject } from '#shared/access.ts'
import { type Cluster, refOf } from '#shared/cluster.ts'
import type { WorkloadRow } from '#shared/workloads.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { useShells } from '../../ui/shells.tsx'

/** What reaches into an object: a shell in a container of a pod, and a port of this computer that leads there. */
export function AccessItems({ cluster, row }: { readonly cluster: Cluster; readonly row: WorkloadRow }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const { open } = useShells()
  const { namespace, name } = row
  const containers = row.kind === 'Pod' ? row.logContainers : []
  const object = isOfApi(row) ? undefined : ForwardObject.safeParse({ kind: row.kind, namespace, name }).data
  const shellIn = (container?: string) =>
    open(refOf(cluster), { kind: 'pod', namespace, pod: name, ...(container === undefined ? {} : { container }) })
  return (
    <>
      {row.kind === 'Pod' && containers.length < 2 && (
        <Menu.Item leftSection={<IconTerminal2 size={15} aria-hidden />} onClick={() => shellIn(containers[0]?.name)}>
          {text('action.openShell')}
        </Menu.Item>
      )}
      {containers.length > 1 &&
        containers.map((container) => (
          <Menu.Item
            key={container.name}
            leftSection={<IconTerminal2 size={15} aria-hidden />}
            onClick={() => shellIn(container.name)}
          >
            {text('action.openShellNamed', { place: container.name })}
          </Menu.Item>
        ))}
      {object && (
        <Menu.Item
          leftSection={<IconArrowsExchange size={15} aria-hidden />}
          onClick={() => go({ dialog: { kind: 'forward', cluster: refOf(cluster), object } })}
        >
          {text('action.forwardPort')}
        </Menu.Item>
      )}
    </>
  )
}

/** The service of Kubernetes itself has no pods to forward to; the kubeconfig leads there. */
const isOfApi = ({ kind, namespace, name }: WorkloadRow) =>
  kind === 'Service' && namespace === 'default' && name === 'kubernetes'
