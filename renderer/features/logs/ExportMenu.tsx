import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { request } from '../../api/client.ts'
import type { LogSession } from '../../api/log-session.ts'
import { useTexts } from '../../ui/language.tsx'
import { showNotice } from '../../ui/notice.tsx'

/** As many lines as fit into a message or an issue. */
const excerptLines = 200

interface Props {
  readonly session: LogSession
}

/** Out of the window: to disk, whole or as shown, and to the clipboard without what nobody else should see. */
export function ExportMenu({ session }: Props) {
  const { text } = useTexts()
  const save = useMutation({
    mutationFn: (options: { what: 'shown' | 'everything'; isCompressed: boolean }) => session.ask('save', options),
    onSuccess: (saved) => saved && showNotice('logs.saved', { path: saved.path }),
  })
  const share = useMutation({
    mutationFn: async () => {
      const last = await lastLine(session)
      const lines = { firstLine: Math.max(0, last - excerptLines + 1), lastLine: last }
      const excerpt = await session.ask('text', { ...lines, hasPrefix: true, isRedacted: true })
      await request('app.copyText', { text: excerpt.text })
      showNotice('notice.logCopied', {})
    },
  })
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Tooltip label={text('logs.export')}>
          <ActionIcon variant="default" size={30} aria-label={text('logs.export')} loading={save.isPending}>
            <IconDownload size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save.mutate({ what: 'shown', isCompressed: false })}>
          {text('logs.save.shown')}
        </Menu.Item>
        <Menu.Item onClick={() => save.mutate({ what: 'everything', isCompressed: false })}>
          {text('logs.save.all')}
        </Menu.Item>
        <Menu.Item onClick={() => save.mutate({ what: 'everything', isCompressed: true })}>
          {text('logs.save.gzip')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => share.mutate()}>{text('logs.share')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** The number of the newest line that is shown, be it on the screen or below it. */
async function lastLine(session: LogSession): Promise<number> {
  const endRow = session.state?.endRow ?? 0
  const { rows } = await session.ask('rows', { first: Math.max(0, endRow - 1), count: 1 })
  return rows.at(-1)?.line ?? 0
}
