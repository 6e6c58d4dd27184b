import { describe, expect, it } from 'vitest'
import { CommandChannel } from '../../../electron/app/command-channel.ts'

describe('commands from the menu and the tray', () => {
  it('wait for the window that is being made, in their order', async () => {
    const commands = new CommandChannel()
    commands.send({ command: 'cluster.stop' })
    commands.send({ command: 'cluster.new' })
    const window = commands.watch(new AbortController().signal)[Symbol.asyncIterator]()
    expect([(await window.next()).value, (await window.next()).value]).toEqual([
      { command: 'cluster.stop' },
      { command: 'cluster.new' },
    ])
  })

  it('are carried out once, also when the window is reloaded, and not long after they were given', async () => {
    let nowMs = 0
    const commands = new CommandChannel(() => nowMs)
    const closing = new AbortController()
    const first = commands.watch(closing.signal)[Symbol.asyncIterator]()
    const got = first.next()
    commands.send({ command: 'cluster.new' })
    expect((await got).value).toEqual({ command: 'cluster.new' })
    const end = first.next()
    closing.abort()
    expect(await end).toMatchObject({ done: true })
    commands.send({ command: 'cluster.stop' })
    nowMs = 60_000
    commands.send({ command: 'app.preferences' })
    const second = commands.watch(new AbortController().signal)[Symbol.asyncIterator]()
    expect((await second.next()).value).toEqual({ command: 'app.preferences' })
  })

  it('are for the window that is being made, although the stream of one that was closed may not have ended yet', async () => {
    const commands = new CommandChannel()
    const leaving = new AbortController()
    const old = commands.watch(leaving.signal)[Symbol.asyncIterator]()
    const nothing = old.next()
    commands.windowOpens()
    commands.send({ command: 'cluster.new' })
    const window = commands.watch(new AbortController().signal)[Symbol.asyncIterator]()
    expect((await window.next()).value).toEqual({ command: 'cluster.new' })
    leaving.abort()
    expect(await nothing).toMatchObject({ done: true })
  })
})
