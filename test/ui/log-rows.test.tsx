import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { openLogs } from './serve-log.ts'

const list = () => screen.getByRole('grid')
const chosen = () =>
  screen.getAllByRole('row', { selected: true }).map((row) => row.textContent?.match(/line \d+/)?.[0])
/** The row that a screen reader is led to. */
const current = () => document.getElementById(list().getAttribute('aria-activedescendant') ?? '')?.textContent
const press = (key: string, options = {}) => fireEvent.keyDown(list(), { key, ...options })
const details = () => screen.queryByRole('complementary', { name: 'Details' })

describe('the rows of a log', () => {
  it('are chosen by a click anywhere in them, which opens their details', async () => {
    const { user } = await openLogs(50)
    await user.click(await screen.findByText('line 44'))
    expect(chosen()).toEqual(['line 44'])
    expect(await screen.findByText('the message')).toBeDefined()
    await user.click(screen.getByText('line 44'))
    expect(chosen()).toEqual(['line 44'])
    await user.keyboard('{Shift>}')
    await user.click(screen.getByText('line 46'))
    await user.keyboard('{/Shift}')
    expect(chosen()).toEqual(['line 44', 'line 45', 'line 46'])
    expect(screen.getByRole('button', { name: 'Copy 3 lines' })).toBeDefined()
  })

  it('are reached by the arrow keys, opened by Enter, and are one stop for the Tab key', async () => {
    await openLogs(1000)
    await screen.findByText('line 999')
    expect(within(list()).queryAllByRole('button')).toEqual([])
    press('ArrowUp')
    expect([chosen(), current()]).toEqual([['line 999'], expect.stringContaining('line 999')])
    press('ArrowUp')
    expect([chosen(), current()]).toEqual([['line 998'], expect.stringContaining('line 998')])
    expect(details()).toBeNull()
    press('ArrowUp', { shiftKey: true })
    expect(chosen()).toEqual(['line 997', 'line 998'])
    press('Enter')
    expect(await screen.findByText('the message')).toBeDefined()
    // From now on the details keep up.
    press('ArrowDown')
    expect([chosen(), details() !== null]).toEqual([['line 998'], true])
    press('Escape')
    await waitFor(() => expect(details()).toBeNull())
    expect(screen.queryAllByRole('row', { selected: true })).toEqual([])
  })

  it('stay in sight while they are chosen', async () => {
    await openLogs(1000)
    await screen.findByText('line 999')
    expect(list().hasAttribute('data-following')).toBe(true)
    press('ArrowUp')
    expect(list().hasAttribute('data-following')).toBe(false)
    press('Home')
    await screen.findByText('line 0')
    press('ArrowDown')
    expect(current()).toContain('line 0')
    press('ArrowUp')
    expect(current()).toContain('line 0')
    press('ArrowDown', { altKey: true })
    expect(current()).toContain('line 0')
  })

  it('are counted as they are shown, without the lines that a filter hides in between', async () => {
    const { user } = await openLogs(100, { shown: 50, linesPerRow: 2 })
    await user.click(await screen.findByText('line 98'))
    await user.keyboard('{Shift>}')
    await user.click(screen.getByText('line 94'))
    await user.keyboard('{/Shift}')
    expect(chosen()).toEqual(['line 94', 'line 96', 'line 98'])
    expect(screen.getByRole('button', { name: 'Copy 3 lines' })).toBeDefined()
  })

  it('hold up nothing where all of them are on the screen', async () => {
    const { user } = await openLogs(5)
    await user.click(await screen.findByText('line 3'))
    expect(chosen()).toEqual(['line 3'])
    expect(screen.queryByText('Paused')).toBeNull()
  })

  it('are all chosen by Ctrl+A, also those that are not on the screen', async () => {
    const { asked } = await openLogs(1000)
    await screen.findByText('line 999')
    press('a', { ctrlKey: true })
    expect(await screen.findByRole('button', { name: 'Copy 1,000 lines' })).toBeDefined()
    press('c', { ctrlKey: true })
    await waitFor(() =>
      expect(asked.find(({ name }) => name === 'text')?.input).toMatchObject({ firstLine: 0, lastLine: 999 }),
    )
  })
})

describe('the filters of a log', () => {
  const filters = () => screen.queryByRole('group', { name: 'Active filters' })
  const names = () =>
    within(filters() as HTMLElement)
      .getAllByRole('button')
      .map(({ textContent }) => textContent) // it was found

  it('are listed only where there are some, and each is removed by a click', async () => {
    const { asked, user } = await openLogs(50)
    const lastFilter = () => asked.findLast(({ name }) => name === 'filter')?.input
    await screen.findByText('line 49')
    expect(filters()).toBeNull()
    await user.type(screen.getByRole('textbox', { name: 'Search logs' }), 'ready')
    expect(filters()).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Show only matching lines' }))
    await user.click(screen.getByRole('combobox', { name: 'Level' }))
    await user.click(await screen.findByRole('option', { name: 'Warnings and above', hidden: true }))
    await user.click(screen.getByText('line 49'))
    await user.click(await screen.findByRole('button', { name: 'Show only from here on' }))
    expect(names()).toEqual([
      'Warnings and above',
      'Only matching: ready',
      expect.stringMatching(/^From .*:07\.005$/),
      'Clear all',
    ])
    await user.click(screen.getByRole('button', { name: 'Remove filter: Warnings and above' }))
    // The focus stays where more can be removed.
    expect(document.activeElement?.textContent).toBe('Only matching: ready')
    await waitFor(() => expect(lastFilter()).not.toHaveProperty('filter.level'))
    expect(lastFilter()).toMatchObject({ filter: { isOnlyMatching: true, from: expect.any(Number) } })
    await user.click(screen.getByRole('button', { name: 'Clear all' }))
    await waitFor(() => expect(lastFilter()).toMatchObject({ filter: { isOnlyMatching: false } }))
    expect(lastFilter()).not.toHaveProperty('filter.from')
    expect(filters()).toBeNull()
    expect(document.activeElement).toBe(list())
  })
})
