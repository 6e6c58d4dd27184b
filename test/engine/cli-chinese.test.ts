import { readFile } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { createArgs } from './cli-create.ts'
import { type CliRun, sampan } from './cli-process.ts'
import { dockerMissing, sweep, uniqueName } from './docker.ts'

const missing = await dockerMissing()
const name = uniqueName()

/** As a user whose system is Chinese. */
const chinese = (...args: string[]): Promise<CliRun> =>
  sampan(args, undefined, undefined, { more: { SAMPAN_LANG: '', LC_ALL: '', LC_MESSAGES: '', LANG: 'zh_CN.UTF-8' } })

describe.skipIf(missing)(`the terminal in Chinese${missing ? ` (skipped: ${missing})` : ''}`, () => {
  afterAll(() => sweep(name))

  it('makes a cluster, shows it and deletes it, and speaks English with --lang en', async () => {
    const made = await chinese(...createArgs(name, '--no-wait'))
    expect([made.exitCode, made.stderr]).toEqual([0, expect.stringContaining(`正在创建集群 ${name}\n`)])
    expect((await chinese('list')).stdout).toMatch(new RegExp(`^名称 +状态 .*\\n(.*\\n)*${name} +(正在启动|就绪) `))
    const [status, english] = [await chinese('status', name), await chinese('--lang', 'en', 'status', name)]
    expect(status.stdout).toMatch(new RegExp(`^${name}：(正在启动|就绪)\\n[^]*sampan-${name}-server-0 +运行中 `))
    expect(english.stdout).toMatch(new RegExp(`^${name}: (starting|ready)\\n[^]*sampan-${name}-server-0 +running `))
    const asked = await chinese('delete', name)
    expect([asked.exitCode, asked.stdout]).toEqual([2, expect.stringContaining(`  容器 sampan-${name}-server-0`)])
    const deleted = await chinese('delete', name, '--yes')
    expect([deleted.exitCode, deleted.stderr]).toEqual([0, expect.stringMatching(/✓ 移除容器和数据 .*\n已完成，用时 /)])
  })

  it('says what went wrong in Chinese, and to programs the same as ever', async () => {
    const wrong = await chinese('status', name, '--bad')
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, '错误：未知选项“--bad”\n（用法见 --help）\n'])
    expect((await chinese('status', uniqueName())).stderr).toContain('[cluster.not_found]\n该 Docker 引擎上没有')
    const [help] = (await chinese('help', '--all', '--json')).json
    expect(help).toEqual({ kind: 'help', text: await readFile('docs/cli.md', 'utf8') })
    expect((await chinese('list', '--bad', '--json')).json).toEqual([
      { kind: 'problem', code: 'usage.invalid', params: { reason: "unknown option '--bad'" } },
    ])
  })
})
