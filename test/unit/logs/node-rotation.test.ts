import { describe, expect, it } from 'vitest'
import { Container, numbered, stopped, textsOf } from './fake-node.ts'

describe('a log that is rotated while it is read', { timeout: 60_000 }, () => {
  /** A container with files so small that a hole may be between any two lines. */
  function rotating(count: number) {
    const lines = numbered(count)
    const container = new Container(lines.slice(0, 100))
    container.now = { ...stopped(1000), logFileBytes: 1000 }
    return { container, lines }
  }

  it('has the lines that Docker skips while it is followed', async () => {
    const { container, lines } = rotating(1000)
    container.growsTo(lines, lines.slice(700))
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })

  it('says between which times lines are lost that Docker has no more', async () => {
    const { container, lines } = rotating(1000)
    container.growsTo(lines.slice(600), lines.slice(900))
    const [first, rest] = [textsOf(lines.slice(0, 100)), textsOf(lines.slice(600))]
    expect(await container.told()).toEqual([...first, '<lost from 2099 until 2600>', ...rest, '<ended>'])
  })

  it('says so too when that happened while the connection was broken', async () => {
    const { container, lines } = rotating(1000)
    container.followed = [
      // biome-ignore lint/correctness/useYield: it breaks at once.
      async function* () {
        container.lines = lines.slice(101)
        throw new Error('broken')
      },
    ]
    const [first, rest] = [textsOf(lines.slice(0, 100)), textsOf(lines.slice(101))]
    const marks = ['<resumed>', '<lost from 2099 until 2101>']
    expect(await container.told()).toEqual([...first, ...marks, ...rest, '<ended>'])
  })

  it('says nothing where no line is missing, though others have pushed the oldest out', async () => {
    const { container, lines } = rotating(200)
    container.growsTo(lines.slice(99), lines.slice(100))
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })

  it('reads on by itself where Docker sends nothing more, though its log grows', async () => {
    const { container, lines } = rotating(1000)
    container.growsSilentlyTo(lines)
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })

  it('does so also when Docker was too busy to be asked before', async () => {
    const { container, lines } = rotating(1000)
    const chunks = container.chunks.bind(container)
    let refusals = 1
    container.chunks = (id, place, signal) => {
      if (place.tailLines !== 1 || refusals === 0) return chunks(id, place, signal)
      refusals -= 1
      throw new Error('busy')
    }
    container.growsSilentlyTo(lines)
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })

  it('has each line once where Docker begins with a file again', async () => {
    const { container, lines } = rotating(1000)
    container.growsTo(lines, [...lines.slice(100, 300), ...lines.slice(150, 300), ...lines.slice(300)])
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })

  it("has each line once where the engine's clock was set back", async () => {
    const { container } = rotating(100)
    const lines = [
      ...numbered(100),
      ...numbered(50).map(({ atMs, text }) => ({ atMs: atMs - 500, text: `${text} again` })),
    ]
    container.growsTo(lines, lines.slice(100))
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })

  it('reads the whole of what has come meanwhile, however much it is', async () => {
    const { container, lines } = rotating(100_000)
    container.followed = [
      async function* () {
        container.lines = lines
        yield* lines.slice(-1000)
      },
    ]
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })
})
