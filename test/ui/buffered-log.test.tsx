import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BufferedLog } from '../../renderer/ui/log/BufferedLog.tsx'
import { appendLines, emptyLog, type LogBuffer, matchingLines } from '../../renderer/ui/log/log-buffer.ts'
import { renderPart } from './window.tsx'

const rowHeightPx = 20
const heightPx = 200

// happy-dom lays nothing out: the list is ten rows high, and as long as its content says.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(heightPx)
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(function (this: HTMLElement) {
    return Number.parseFloat(this.querySelector<HTMLElement>('[style*="height"]')?.style.height ?? '0')
  })
})
afterEach(() => vi.restoreAllMocks())

function lines(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    text: `line ${from + index}`,
    time: '2026-11-23T09:00:00.000000000Z',
    level: 'info' as const,
  }))
}

const view = (buffer: LogBuffer, filter = '') => (
  <BufferedLog label="Log" buffer={buffer} numbers={matchingLines(buffer, filter)} emptyText="nothing" />
)

function scrollTo(topPx: number) {
  const list = screen.getByRole('log')
  list.scrollTop = topPx
  fireEvent.scroll(list)
}

describe('the log view', () => {
  it('follows the end, and holds only the rows in view', () => {
    const { update } = renderPart(view(appendLines(emptyLog, lines(0, 1000), 20_000)))
    fireEvent.scroll(screen.getByRole('log'))

    expect(screen.getByText('line 999')).toBeDefined()
    expect(screen.queryByText('line 0')).toBeNull()
    expect(screen.getAllByText(/^line /).length).toBeLessThan(100)
    update(view(appendLines(emptyLog, lines(0, 1005), 20_000)))
    fireEvent.scroll(screen.getByRole('log'))
    expect(screen.getByText('line 1004')).toBeDefined()
  })

  it('pauses when scrolled up, counts what arrives, and returns with End', () => {
    const before = appendLines(emptyLog, lines(0, 1000), 20_000)
    const { update } = renderPart(view(before))
    scrollTo(100 * rowHeightPx)

    update(view(appendLines(before, lines(1000, 132), 20_000)))

    expect(screen.getByRole('log').scrollTop).toBe(100 * rowHeightPx)
    expect(screen.getByRole('button', { name: '132 new lines' })).toBeDefined()
    fireEvent.keyDown(screen.getByRole('log'), { key: 'End' })
    expect(screen.queryByRole('button', { name: '132 new lines' })).toBeNull()
    expect(screen.getByRole('log').scrollTop).toBe(1132 * rowHeightPx)
  })

  it('says how many older lines were dropped, and keeps the paused rows in place', () => {
    const before = appendLines(emptyLog, lines(0, 1100), 1000)
    const { update } = renderPart(view(before))
    scrollTo(500 * rowHeightPx)

    update(view(appendLines(before, lines(1100, 50), 1000)))

    expect(screen.getByText('150 older lines discarded')).toBeDefined()
    expect(screen.getByRole('log').scrollTop).toBe(450 * rowHeightPx)
  })

  it('shows only the lines with the words of the filter', () => {
    renderPart(view(appendLines(emptyLog, lines(0, 100), 20_000), 'LINE 42'))

    expect(screen.getAllByText(/^line /).map(({ textContent }) => textContent)).toEqual(['line 42'])
  })

  it('copies the lines that were chosen by a click, however far apart', async () => {
    const { bridge, user } = renderPart(view(appendLines(emptyLog, lines(0, 10), 20_000)))
    fireEvent.click(screen.getByText('line 2'))
    fireEvent.click(screen.getByText('line 4'), { shiftKey: true })

    await user.click(screen.getByRole('button', { name: 'Copy 3 lines' }))

    expect(bridge.sent).toContainEqual({ name: 'app.copyText', input: { text: 'line 2\nline 3\nline 4' } })
  })
})
