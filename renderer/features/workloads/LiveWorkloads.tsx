import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import { keyOfWorkload, type WorkloadRow } from '#shared/workloads.ts'
import { workloadsQuery } from '../../api/workloads.ts'
import { formatDateTime } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { ClusterEvents } from './ClusterEvents.tsx'
import { ObjectDrawer, type ObjectView } from './ObjectDrawer.tsx'
import { RowMenu, type RowMenuPlace } from './RowMenu.tsx'
import { useRowDialogs } from './use-row-dialogs.tsx'
import { noFilter, useWorkloadLook } from './use-workload-look.ts'
import { countsOf, kindsOf, namespacesOf, visibleItems } from './visible-rows.ts'
import { WorkloadTable } from './WorkloadTable.tsx'
import { WorkloadToolbar } from './WorkloadToolbar.tsx'
import styles from './workloads.module.css'

const nothing: ReadonlyMap<string, WorkloadRow> = new Map()

/** Mounted while the cluster runs, so that its stream is open no longer than that. */
export function LiveWorkloads({ cluster }: { readonly cluster: Cluster }) {
  const { text, language } = useTexts()
  const { data: live } = useQuery(workloadsQuery(cluster))
  const [look, change] = useWorkloadLook(cluster)
  const [isSystemOpen, setIsSystemOpen] = useState(false)
  const [menu, setMenu] = useState<RowMenuPlace>()
  const [opened, setOpened] = useState<{ readonly key: string; readonly view: ObjectView }>()
  const dialogs = useRowDialogs(cluster)

  const known = live?.value
  const rows = known?.rows ?? nothing
  const filter = useDeferredValue(look.filter)
  const { view, namespaces } = look
  const items = useMemo(
    () => (view === 'events' ? [] : visibleItems(rows, { group: view, namespaces, filter, isSystemOpen })),
    [rows, view, namespaces, filter, isSystemOpen],
  )
  const counts = useMemo(() => countsOf(rows, namespaces), [rows, namespaces])
  const allNamespaces = useMemo(() => namespacesOf(rows), [rows])
  const isListed = view === 'events' || kindsOf(view).every((kind) => known?.listed.has(kind))
  const openedRow = opened && rows.get(opened.key)
  // The same function each time: a row of the table is rendered again only when something of it has changed.
  const open = useCallback(
    (row: WorkloadRow, shown: ObjectView = 'details') => setOpened({ key: keyOfWorkload(row), view: shown }),
    [],
  )
  const isFiltered = namespaces.length > 0 || look.filter !== ''

  return (
    <Stack gap="xs" h="100%" className={styles.screen}>
      {live?.problem && <ProblemAlert problem={live.problem} severity="warning" />}
      {known?.unknown && (
        <ProblemAlert
          problem={known.unknown.problem}
          severity="warning"
          note={
            rows.size > 0
              ? text('overview.asOf', { time: formatDateTime(language, new Date(known.unknown.sinceMs).toISOString()) })
              : undefined
          }
          isBrief
        />
      )}
      {known?.refused.map(({ kind, problem }) => (
        <ProblemAlert key={kind} problem={problem} severity="warning" isBrief />
      ))}
      <WorkloadToolbar look={look} counts={counts} namespaces={allNamespaces} onChange={change} />
      {view === 'events' ? (
        <ClusterEvents cluster={cluster} namespaces={namespaces} filter={filter} />
      ) : (
        <WorkloadTable
          key={view}
          label={text('workloads.listOf', { group: text(`workloads.${view}`), cluster: cluster.name })}
          group={view}
          items={items}
          emptyText={text(!isListed ? 'workloads.loading' : isFiltered ? 'workloads.noMatch' : 'workloads.none')}
          onClearFilters={isListed && isFiltered ? () => change(noFilter) : undefined}
          onToggleFold={() => setIsSystemOpen((before) => !before)}
          onOpen={open}
          onMenu={setMenu}
        />
      )}
      <RowMenu
        cluster={cluster}
        place={menu}
        onClose={() => setMenu(undefined)}
        onShow={open}
        onScale={dialogs.scale}
        onDelete={dialogs.remove}
      />
      <ObjectDrawer
        cluster={cluster}
        row={openedRow}
        view={opened?.view ?? 'details'}
        onView={(shown) => setOpened((before) => before && { ...before, view: shown })}
        onOpenOther={(key) => setOpened({ key, view: 'details' })}
        onClose={() => setOpened(undefined)}
      />
      {dialogs.dialog}
    </Stack>
  )
}
