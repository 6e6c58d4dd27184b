import { describe, expect, it } from 'vitest'
import { Container, numbered, restarted, textsOf } from './fake-node.ts'

describe('a follower of a node', { timeout: 60_000 }, () => {
  it('reads on when Docker ends the log of a stopped container before its end', async () => {
    const lines = numbered(10)
    const container = new Container(lines.slice(0, 3))
    container.growsTo(lines.slice(0, 6))
    container.growsTo(lines)
    expect(await container.told()).toEqual([...lines.map(({ text }) => text), '<ended>'])
  })

  it('puts the rest of a run before the marker of the next one', async () => {
    const container = new Container([
      { atMs: 2000, text: 'old 1' },
      { atMs: 2001, text: 'old 2' },
      { atMs: 3000, text: 'new 1' },
    ])
    const [first, ...rest] = container.lines
    container.lines = container.lines.slice(0, 1)
    container.followed = [
      async function* () {
        container.lines = [...container.lines, ...rest]
        if (first) yield first
      },
    ]
    const find = container.find.bind(container)
    container.find = () => {
      if (container.asked === 1) container.now = restarted
      return find()
    }
    expect(await container.told()).toEqual(['old 1', 'old 2', '<restarted>', 'new 1', '<ended>'])
  })

  it('sees that a container was started again, also where its log goes on without a break', async () => {
    const container = new Container([
      { atMs: 2000, text: 'old 1' },
      { atMs: 2001, text: 'old 2, late' },
      { atMs: 3000, text: 'new 1' },
    ])
    container.restartsAfter('old 1')
    expect(await container.told()).toEqual(['old 1', 'old 2, late', '<restarted>', 'new 1', '<ended>'])
  })

  it('does not glue what a run could not bring to its end to the first line of the next', async () => {
    const container = new Container([
      { atMs: 2000, text: 'old' },
      { atMs: 2001, text: 'half a li', isOpen: true },
      { atMs: 3000, text: 'new' },
    ])
    container.restartsAfter('old')
    expect(await container.told()).toEqual(['old', 'half a li', '<restarted>', 'new', '<ended>'])
  })

  it('says nothing of a container that was never started', async () => {
    const container = new Container()
    container.now = { id: 'a', isRunning: false, startedAtMs: undefined, runsSinceMs: undefined }
    expect(await container.told()).toEqual([])
    expect(container.asked).toBe(0)
  })

  it('says before its first line that there are older ones than it reads', async () => {
    const container = new Container([{ atMs: 3000, text: 'newest' }])
    container.oldest = 2000
    expect(await container.told()).toEqual(['<cut>', 'newest', '<ended>'])
    const whole = new Container([{ atMs: 3000, text: 'newest' }])
    whole.oldest = 3000
    expect(await whole.told()).toEqual(['newest', '<ended>'])
  })

  it('asks Docker for what is wanted since a moment, all of it, and not for more', async () => {
    const lines = numbered(20_000)
    const container = new Container(lines)
    const told = await container.told({ sinceMs: 2000 + 15_000, isOnlyHistory: true })
    expect(told).toEqual(textsOf(lines.slice(15_000)))
    // Docker would decode all of a large log to find a moment.
    const [first, second = 0, ...more] = container.wanted.map(({ tailLines }) => tailLines)
    expect([first, more]).toEqual([1000, []])
    expect(second).toBeLessThan(6200)
  })

  it('goes on behind the newest line where none that was there is wanted', async () => {
    const lines = numbered(5)
    const container = new Container(lines.slice(0, 3))
    container.growsTo(lines)
    expect(await container.told({ historyLines: 0 })).toEqual(['line 3', 'line 4', '<ended>'])
  })
})

describe('a follower whose connection breaks', { timeout: 60_000 }, () => {
  it('reads little of what it had again, however far behind it is and however unevenly the lines came', async () => {
    const container = new Container()
    // Nothing for a minute in the middle, and ten times as many lines a second after it.
    const lines = Array.from({ length: 60_000 }, (_, number) => ({
      atMs: number < 30_000 ? 2000 + number : 92_000 + number / 10,
      text: `line ${number}`,
    }))
    container.lines = lines.slice(0, 100)
    container.growsAndBreaks(lines, lines.slice(100, 20_000))
    expect(await container.told()).toEqual([
      ...textsOf(lines.slice(0, 20_000)),
      '<resumed>',
      ...textsOf(lines.slice(20_000)),
      '<ended>',
    ])
    const read = container.wanted.filter(({ follow }) => !follow).map(({ tailLines }) => tailLines)
    expect(Math.max(...read.slice(1).map((tailLines = 60_000) => tailLines))).toBeLessThan(50_000)
  })

  it('reads on also where Docker is too busy to say how far back a number of lines goes', async () => {
    const lines = numbered(30_000)
    const container = new Container(lines.slice(0, 100))
    container.oldestTime = () => Promise.reject(new Error('busy'))
    container.growsAndBreaks(lines)
    const [first, rest] = [textsOf(lines.slice(0, 100)), textsOf(lines.slice(100))]
    expect(await container.told()).toEqual([...first, '<resumed>', ...rest, '<ended>'])
  })

  it('shows what comes, also where that happened before the first line that is not wanted', async () => {
    const lines = numbered(5)
    const container = new Container(lines.slice(0, 3))
    let isBroken = false
    container.after = () => {
      if (isBroken) return
      isBroken = true
      throw new Error('broken')
    }
    container.growsTo(lines)
    expect(await container.told({ historyLines: 0 })).toEqual(['<resumed>', 'line 3', 'line 4', '<ended>'])
  })
})
