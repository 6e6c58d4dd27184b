import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shellCommand, withoutProcessId } from '../../../electron/access/shell-script.ts'

async function read(chunks: readonly string[]) {
  const pids: string[] = []
  let shown = ''
  async function* output() {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1')
  }
  for await (const chunk of withoutProcessId(output(), (pid) => pids.push(pid))) shown += chunk.toString('latin1')
  return { pids, shown }
}

describe('what a shell prints', () => {
  it('is shown without the process id in front of it, wherever it is cut', async () => {
    const text = '\x1b]7777;123\x07/ # ls\r\nbin\x07 \x1b]7777;5\x07'
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 6 }), async (cuts) => {
        const at = [0, ...[...new Set(cuts)].sort((a, b) => a - b), text.length]
        const chunks = at.slice(1).map((end, index) => text.slice(at[index], end))
        expect(await read(chunks)).toEqual({ pids: ['123'], shown: text.slice(11) })
      }),
    )
  })

  it('is shown whole where no process id comes, also when it is short', async () => {
    expect(await read(['sh', ': no'])).toEqual({ pids: [], shown: 'sh: no' })
    expect((await read(['no such file or directory: a long complaint'])).shown).toContain('long complaint')
    expect(await read([])).toEqual({ pids: [], shown: '' })
  })

  it('begins with the process id of the shell itself', () => {
    const [file = '', ...args] = shellCommand
    const printed = execFileSync(file, args, { input: 'echo $$; exit\n' }).toString('latin1')
    const [, pid] = /7777;(\d+)/.exec(printed) ?? []
    expect(printed).toBe(`\x1b]7777;${pid}\x07${pid}\n`)
  })
})
