import { Tabs } from '@mantine/core'
import { IconPointFilled } from '@tabler/icons-react'
import { type Cluster, refKey } from '#shared/cluster.ts'
import { useHasDraft } from '../api/drafts.ts'
import { type ClusterEntry, type OngoingOperation, useOperations } from '../api/queries.ts'
import { OperationBar } from '../features/progress/OperationBar.tsx'
import { useTexts } from '../ui/language.tsx'
import { type ClusterTab, tabsOf, useNavigation, usePlace } from '../ui/navigation.tsx'
import { Reason } from '../ui/Reason.tsx'
import { useReasons } from '../ui/use-reasons.ts'
import { ClusterHeader } from './ClusterHeader.tsx'
import { ClusterOperation } from './ClusterOperation.tsx'
import styles from './ClusterPage.module.css'
import { ReadyStrip } from './ReadyStrip.tsx'
import { TabContent } from './TabContent.tsx'

/** One cluster: what is being done to it, and its tabs, which stay where they are while it is being made. */
export function ClusterPage({ entry }: { readonly entry: ClusterEntry }) {
  return (
    <div className={styles.page}>
      <ClusterHeader entry={entry} />
      <ReadyStrip entry={entry} />
      <ClusterTabs entry={entry} />
    </div>
  )
}

function ClusterTabs({ entry }: { readonly entry: ClusterEntry }) {
  const { go } = useNavigation()
  const tab = usePlace(({ tab }) => tab)
  const heldBy = useHeldTabs(entry)
  const run = useOperations()?.runs[refKey(entry.ref)]
  const { cluster, operation } = entry
  const tabs = tabsOf(entry.ref)
  const shown = tabs.includes(tab) && heldBy(tab) === undefined ? tab : 'overview'
  return (
    <Tabs
      value={shown}
      onChange={(value) => {
        const next = tabs.find((other) => other === value)
        if (next && heldBy(next) === undefined) go({ tab: next })
      }}
      keepMounted={false}
      color="var(--mantine-color-anchor)"
      className={styles.tabs}
    >
      <Tabs.List px="lg">
        {tabs.map((name) => (
          <TabHandle key={name} name={name} cluster={cluster} reason={heldBy(name)} />
        ))}
      </Tabs.List>
      {operation?.isRunning && !isInFull(shown, operation) && run !== undefined && (
        <OperationBar operation={operation} run={run} onShow={() => go({ tab: 'overview' })} />
      )}
      {tabs.map((name) => (
        <Tabs.Panel
          key={name}
          value={name}
          className={`${styles.panel} ${name === 'overview' && isAlone(entry) ? styles.alone : ''}`}
          tabIndex={0}
        >
          {name === 'overview' && isAlone(entry) ? (
            <ClusterOperation entry={entry} />
          ) : (
            cluster && <TabContent name={name} entry={entry} cluster={cluster} />
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

/** The tab shows all of it: stages, amounts, and how it failed. */
const isInFull = (tab: ClusterTab, { operation }: OngoingOperation) =>
  tab === 'overview' || (tab === 'images' && operation === 'load')

/** There is nothing yet to be told of it but how it is being made, or why that failed. */
const isAlone = ({ cluster, operation }: ClusterEntry) =>
  cluster === undefined || (operation?.operation === 'create' && operation.isRunning)

/** Why a tab has nothing to show yet; undefined where it has. The log of a cluster that is being made can be read at once. */
function useHeldTabs(entry: ClusterEntry): (tab: ClusterTab) => string | undefined {
  const { text } = useTexts()
  const reasons = useReasons()
  const { ref, cluster } = entry
  if (!isAlone(entry)) return () => undefined
  const reason = reasons.cluster(entry) ?? text('reason.notThere', { cluster: ref.name })
  return (tab) => (tab === 'overview' || (tab === 'logs' && cluster !== undefined) ? undefined : reason)
}

/** Says when something that was typed there has not been applied. */
function TabHandle({
  name,
  cluster,
  reason,
}: {
  readonly name: ClusterTab
  readonly cluster: Cluster | undefined
  readonly reason: string | undefined
}) {
  const { text } = useTexts()
  const hasDraft = useHasDraft(cluster, name === 'registries' ? 'registries' : 'settings')
  const isShown = hasDraft && (name === 'registries' || name === 'settings')
  const tab = text(`tab.${name}`)
  return (
    <Reason reason={reason}>
      <Tabs.Tab
        value={name}
        className={styles.tab ?? ''}
        {...(reason === undefined ? {} : { 'aria-disabled': true, 'data-disabled': true })}
        {...(isShown ? { 'aria-label': text('tab.hasDraft', { tab }), title: text('tab.hasDraft', { tab }) } : {})}
        rightSection={isShown && <IconPointFilled size={12} aria-hidden />}
      >
        {tab}
      </Tabs.Tab>
    </Reason>
  )
}
