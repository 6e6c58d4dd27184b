import '@xterm/xterm/css/xterm.css'
import { Group, Tabs, Text } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconExternalLink, IconTerminal2, IconX } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { request } from '../../api/client.ts'
import { toolsQuery } from '../../api/queries.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { type ShellTab, useShells } from '../../ui/shells.tsx'
import { HeightHandle } from './HeightHandle.tsx'
import { ShellPane } from './ShellPane.tsx'
import styles from './shell.module.css'
import { nameOf, placeOf } from './shell-words.ts'

const usualHeight = 280

/** The open shells, below whatever else is shown: a tab for each. */
export function ShellDrawer() {
  const { text } = useTexts()
  const { tabs, chosen, isOpen, choose, show, close } = useShells()
  const [height, setHeight] = useState(usualHeight)
  const tab = tabs.find(({ id }) => id === chosen)
  useEffect(() => {
    document.getElementById(tabIdOf(chosen))?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [chosen])
  const leave = () => document.getElementById(tabIdOf(chosen))?.focus()
  return (
    <section aria-label={text('shell.title')} className={styles.drawer}>
      {isOpen && <HeightHandle height={height} onChange={setHeight} />}
      <Tabs
        value={chosen ?? null}
        onChange={(id) => id && choose(id)}
        activateTabWithKeyboard={false}
        // Activity, which is what Tabs takes otherwise, would end a shell that is not seen.
        keepMountedMode="display-none"
        color="var(--mantine-color-anchor)"
      >
        <Group justify="space-between" wrap="nowrap" gap={0} pr="xs" className={styles.bar}>
          <Tabs.List className={styles.tabs} aria-label={text('shell.title')}>
            {tabs.map((each) => (
              <Tabs.Tab
                key={each.id}
                id={tabIdOf(each.id)}
                value={each.id}
                leftSection={<IconTerminal2 size={14} aria-hidden />}
                aria-label={nameOf(text, each)}
                onAuxClick={() => close(each.id)}
                onKeyDown={({ key }) => key === 'Delete' && close(each.id)}
              >
                <Text span size="sm" ff="monospace" className={styles.place}>
                  {placeOf(each.target)}
                </Text>
                <Text span size="xs" c="dimmed" ml={6}>
                  {each.cluster.name}
                </Text>
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {tab && <Actions tab={tab} isOpen={isOpen} onShow={show} onClose={() => close(tab.id)} />}
        </Group>
        <div className={styles.panes} style={{ height: isOpen ? height : 0 }} hidden={!isOpen}>
          {tabs.map((each) => (
            <Tabs.Panel key={each.id} value={each.id} keepMounted className={styles.panel}>
              <ShellPane tab={each} isShown={isOpen && each.id === chosen} onLeave={leave} />
            </Tabs.Panel>
          ))}
        </div>
      </Tabs>
    </section>
  )
}

const tabIdOf = (id: string | undefined) => `shell-tab-${id}`

function Actions({
  tab,
  isOpen,
  onShow,
  onClose,
}: {
  readonly tab: ShellTab
  readonly isOpen: boolean
  readonly onShow: (isOpen: boolean) => void
  readonly onClose: () => void
}) {
  const { text } = useTexts()
  const { data: tools } = useQuery(toolsQuery)
  const terminal = tools?.find(({ id }) => id === 'terminal')
  const { mutate, isPending } = useMutation({
    mutationFn: () => request('tools.open', { cluster: tab.cluster, tool: 'terminal', shell: tab.target }),
  })
  return (
    <Group gap={2} wrap="nowrap">
      {terminal && (
        <IconButton label={text('shell.own', { terminal: terminal.name })} isBusy={isPending} onClick={() => mutate()}>
          <IconExternalLink size={16} aria-hidden />
        </IconButton>
      )}
      <IconButton label={text(isOpen ? 'shell.fold' : 'shell.unfold')} onClick={() => onShow(!isOpen)}>
        {isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronUp size={16} aria-hidden />}
      </IconButton>
      <IconButton label={text('shell.close')} onClick={onClose}>
        <IconX size={16} aria-hidden />
      </IconButton>
    </Group>
  )
}
