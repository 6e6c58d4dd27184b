import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { openLogs } from './serve-log.ts'

const count = 160
const from = Date.UTC(2026, 10, 27, 9, 0)
const bucketMs = 1000
/** One error in the first bucket, two warnings in the last but one. */
const histogram = {
  from,
  until: from + count * bucketMs,
  buckets: Array.from({ length: count }, (_, at) => ({
    lines: 10,
    warnings: at === count - 2 ? 2 : 0,
    errors: at === 0 ? 1 : 0,
  })),
  errorRows: 3,
}
const timeline = () => screen.getByRole('slider', { name: /^Lines over time/ })
const said = () => timeline().getAttribute('aria-valuetext')
const press = (key: string, options = {}) => fireEvent.keyDown(timeline(), { key, ...options })

describe('the timeline', () => {
  it('is moved through by keys, says what is there, and leads there', async () => {
    const { asked } = await openLogs(50, { histogram })
    await waitFor(timeline)
    fireEvent.focus(timeline())
    press('ArrowLeft')
    expect(said()).toMatch(/:38\.000 · 10 lines and 2 warnings$/)
    press('Home')
    expect(said()).toMatch(/:00\.000 · 10 lines and 1 error$/)
    expect(timeline().getAttribute('aria-valuenow')).toBe('0')
    press('PageUp')
    expect(timeline().getAttribute('aria-valuenow')).toBe('16')
    press('Enter')
    await waitFor(() =>
      expect(asked.find(({ name }) => name === 'locate')?.input).toEqual({ time: from + 16 * bucketMs }),
    )
    press('End')
    expect(timeline().getAttribute('aria-valuenow')).toBe(String(count - 1))
  })

  it('leaves only a time range that is chosen with Shift', async () => {
    const { asked } = await openLogs(50, { histogram })
    await waitFor(timeline)
    fireEvent.focus(timeline())
    press('Home')
    press('ArrowRight')
    press('ArrowRight', { shiftKey: true })
    press('ArrowRight', { shiftKey: true })
    expect(said()).toMatch(/:01\.000 – .*:03\.000, selected/)
    press('Enter')
    await waitFor(() =>
      expect(asked.findLast(({ name }) => name === 'filter')?.input).toMatchObject({
        filter: { from: from + bucketMs, until: from + 4 * bucketMs },
      }),
    )
    expect(screen.getByRole('button', { name: /^Remove filter: .* – / })).toBeDefined()
  })

  it('has a scale, and says under the pointer how much came then', async () => {
    await openLogs(50, { histogram })
    await waitFor(timeline)
    expect(timeline().textContent).toMatch(/:30.*:00/s)
    const bars = timeline().querySelector('svg')
    if (!bars) throw new Error('There are no bars')
    bars.getBoundingClientRect = () => new DOMRect(0, 0, 800, 28)
    fireEvent.pointerMove(bars, { clientX: 2 })
    expect(timeline().textContent).toMatch(/10 lines and 1 error/)
    fireEvent.pointerLeave(bars)
    expect(timeline().textContent).not.toMatch(/10 lines/)
  })
})

describe('errors', () => {
  const group = () => screen.getByRole('group', { name: 'Errors' })

  it('are counted beside the way to them', async () => {
    await openLogs(50, { histogram })
    await waitFor(() => expect(group().textContent).toBe('3 errors'))
  })

  it('that are not there are said, wherever the focus is', async () => {
    await openLogs(50)
    await screen.findByText('line 49')
    fireEvent.keyDown(document.body, { key: 'F8' })
    expect(await screen.findByText('No errors in this log.')).toBeDefined()
  })

  it('are not looked for under a dialog', async () => {
    const { asked, user } = await openLogs(50)
    await screen.findByText('line 49')
    await user.keyboard('{Control>},{/Control}')
    const dialog = await screen.findByRole('dialog', { name: 'Preferences' })
    fireEvent.keyDown(dialog, { key: 'F8' })
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    fireEvent.keyDown(document.body, { key: 'F8' })
    expect(await screen.findByText('No errors in this log.')).toBeDefined()
    expect(asked.filter(({ name }) => name === 'findError')).toHaveLength(1)
  })

  it('that are filtered out are not said to be missing', async () => {
    await openLogs(50, { levels: { info: 48, error: 2 } })
    await screen.findByText('line 49')
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'F8', shiftKey: true })
    expect(await screen.findByText('No errors match the filters.')).toBeDefined()
  })
})
