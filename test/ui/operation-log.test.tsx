import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { OperationLog } from '../../renderer/features/progress/OperationLog.tsx'
import { appendLines, emptyLog, type LogBuffer } from '../../renderer/ui/log/log-buffer.ts'
import { renderPart } from './window.tsx'

function lines(from: number, count: number, node = 'sampan-dev-server-0') {
  return Array.from({ length: count }, (_, index) => ({
    text: `time="2026-11-23T09:00:00Z" level=info msg="line ${from + index}"`,
    time: '2026-11-23T09:00:00.000000000Z',
    level: 'info' as const,
    node,
  }))
}

const view = (log: LogBuffer, { hasFailed = false } = {}) => (
  <OperationLog log={log} hasEnded={hasFailed} showsFirstError={hasFailed} />
)
const list = () => screen.getByRole('grid', { name: 'Node logs' })

describe('the log of an operation', () => {
  it('has the rows of the log: it follows the end, and holds only those in view', async () => {
    const { update } = renderPart(view(appendLines(emptyLog, lines(0, 1000), 20_000)))
    expect(await screen.findByText('line 999')).toBeDefined()
    expect(screen.queryByText('line 0')).toBeNull()
    expect(screen.getAllByRole('row').length).toBeLessThan(100)
    expect(screen.getByText('Live')).toBeDefined()
    update(view(appendLines(emptyLog, lines(0, 1005), 20_000)))
    expect(await screen.findByText('line 1004')).toBeDefined()
  })

  it('pauses at its beginning, counts what arrives, and returns with End', async () => {
    const before = appendLines(emptyLog, lines(0, 1000), 20_000)
    const { update } = renderPart(view(before))
    await screen.findByText('line 999')
    fireEvent.keyDown(list(), { key: 'Home' })
    await screen.findByText('line 0')
    update(view(appendLines(before, lines(1000, 132), 20_000)))
    expect(await screen.findByRole('button', { name: '132 new lines' })).toBeDefined()
    expect(screen.getByText('line 0')).toBeDefined()
    fireEvent.keyDown(list(), { key: 'End' })
    expect(await screen.findByText('line 1131')).toBeDefined()
    expect(screen.queryByRole('button', { name: '132 new lines' })).toBeNull()
  })

  it('says first how many older lines had to make room', async () => {
    renderPart(view(appendLines(emptyLog, lines(0, 1100), 1000)))
    await screen.findByText('line 1099')
    fireEvent.keyDown(list(), { key: 'Home' })
    expect(await screen.findByText(/^100 older lines were discarded/)).toBeDefined()
    expect(await screen.findByText('line 100')).toBeDefined()
  })

  it('goes to the first error when the operation has failed, and lets the way to it be copied', async () => {
    const log = [...lines(0, 500), { ...lines(500, 1)[0], level: 'error' as const }, ...lines(501, 500)]
    const entries = log.map((entry) => ({ text: '', time: '', ...entry }))
    const buffer = appendLines(emptyLog, entries, 20_000)
    const { bridge, update, user } = renderPart(view(buffer))
    await screen.findByText('line 1000')
    update(view(buffer, { hasFailed: true }))
    await user.click(await screen.findByText('line 500'))
    expect(screen.getByText('Ended')).toBeDefined()
    fireEvent.keyDown(list(), { key: 'ArrowUp', shiftKey: true })
    await user.click(await screen.findByRole('button', { name: 'Copy 2 lines' }))
    const [first, second] = entries.slice(499, 501).map(({ text }) => text)
    await waitFor(() =>
      expect(bridge.sent).toContainEqual({ name: 'app.copyText', input: { text: `${first}\n${second}\n` } }),
    )
  })

  it('names the nodes where there are several', async () => {
    const log = appendLines(emptyLog, [...lines(0, 3), ...lines(3, 3, 'sampan-dev-agent-0')], 20_000)
    renderPart(view(log))
    expect((await screen.findByText('line 5')).closest('[role=row]')?.textContent).toContain('agent-0')
  })
})
