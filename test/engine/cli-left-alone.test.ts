import { afterEach, describe, expect, it } from 'vitest'
import { createArgs, hasMade } from './cli-create.ts'
import { sampan } from './cli-process.ts'
import { dockerMissing, leftovers, sweep, uniqueName } from './docker.ts'

const missing = await dockerMissing()

describe.skipIf(missing)(`sampan whose reader or terminal is gone${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let name = ''
  afterEach(() => sweep(name))

  it.each([
    ['stdout', ['--json'], '| head -n 1'],
    ['stdout and stderr', [], '2>&1 | head -n 1'],
  ])('takes back what it was making when nobody reads %s any more', async (_, more, pipedTo) => {
    name = uniqueName()
    const { exitCode } = await sampan(createArgs(name, ...more), undefined, undefined, { pipedTo })
    expect([exitCode, await leftovers(name)]).toEqual([141, []])
  })

  it('does so when its terminal is closed, though that is said more than once', async () => {
    name = uniqueName()
    const { exitCode } = await sampan(createArgs(name, '--json'), (line, child) => {
      if (hasMade(line) || line.includes('"stage":"remove"')) child.kill('SIGHUP')
    })
    // It is the signal that ends it.
    expect([exitCode, await leftovers(name)]).toEqual([null, []])
  })

  it('ends in good order when it was only showing something', async () => {
    name = uniqueName()
    const shown = await sampan(['help', '--all'], undefined, undefined, { pipedTo: '2>&1 | head -n 1' })
    expect([shown.exitCode, shown.stdout]).toEqual([0, '# sampan'])
  })
})
