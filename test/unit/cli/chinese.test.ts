import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type OperationEvent, type OperationKind, PlannedAction } from '#shared/operation.ts'
import { problem } from '#shared/problem.ts'
import { createOutput, stepText } from '../../../electron/cli/output.ts'
import { createProgram } from '../../../electron/cli/program.ts'
import { ImageLibrary } from '../../../electron/images/library.ts'
import { Kubeconfigs } from '../../../electron/kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs } from '../../../electron/kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import type { LogSources } from '../../../electron/logs/log-sources.ts'
import type { FollowerMarker } from '../../../electron/logs/node-follower.ts'
import { DefaultRegistries } from '../../../electron/registry/default-registries.ts'
import { fakeDocker, image } from '../../engine/fake-world.ts'

/** Words that are the same in Chinese: names, what is typed, and what Docker, Kubernetes and the system say themselves. */
const known = new Set(
  [
    'sampan docker kubernetes kubectl kubeconfig containerd haproxy etcd sqlite podman helm yaml json schema unix api cpu',
    'dns token server agent pod shell eval registries traefik metrics postgres user password host port database generated linux',
    // What stands in usages, where it is the name of something to be typed.
    'options command name args file list size mapping duration datastore image flag value address place namespace context',
    'node time level regex when format language udp tcp hostport containerport all',
    // Values, columns and states that are told as they are typed or as the tools call them.
    'yesterday now today trace debug info warn error fatal auto always never local network lan bash zsh fish powershell cmd',
    'cgroup inotify mib coredns colima fake create start stop restart use env help pods path export config kube system running ready current merge unmerge',
    'stdout stderr kind problem done diff status doctor delete repair revert orphans cluster logs apply get grep head ctrl sigterm lang messages',
    'check test show try import login default action images load prune what library add remove save bundle registry names url upstream cache join leave clean none push',
  ].flatMap((line) => line.split(' ')),
)

/** Latin words in a row that are no names, options, paths, codes or identifiers: a piece of English. */
function english(text: string): string[] {
  const prose = text
    .replace(/`[^`]*`|“[^”]*”/g, ' ')
    .replace(/\S*[\d/_.=@:<>[\]|-]+\S*/g, (word) =>
      /[\u4e00-\u9fff]/.test(word) ? word.replace(/[\w./=@:<>[\]|-]*[\d/_.=@:<>[\]|-][\w./=@:<>[\]|-]*/g, ' ') : ' ',
    )
  return (prose.match(/[A-Za-z]{3,}/g) ?? []).filter((word) => !known.has(word.toLowerCase()))
}

/** A colon or a bracket of English beside Chinese: two texts that were joined outside the catalogue. */
const latinPunctuation = /[\u4e00-\u9fff”] ?[:;(].*|.*[:;)] ?[\u4e00-\u9fff“].*/g

const folder = mkdtempSync(join(tmpdir(), 'sampan-chinese-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())
const place = { env: { KUBECONFIG: join(folder, 'config'), XDG_DATA_HOME: folder }, home: folder }

const docker = fakeDocker()
const engine = docker.engineOver(docker.runtime, 'here/1')

/** What is written to a terminal meanwhile. */
async function written(work: () => Promise<unknown>): Promise<string> {
  let text = ''
  const take = (piece: string | Uint8Array) => {
    text += String(piece)
    return true
  }
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(take)
  await work()
  vi.restoreAllMocks()
  return text
}

/** A log that has one known line, and everything that can happen to it. */
const markers: FollowerMarker[] = [
  { kind: 'joined' },
  { kind: 'restarted' },
  { kind: 'resumed', lostAt: 0 },
  { kind: 'cut', lines: 500_000 },
  { kind: 'lost' },
  { kind: 'rotated', from: 0, until: 1000, isCertain: true },
  { kind: 'rotated', from: 0, until: 1000, isCertain: false },
]
const logs: LogSources = {
  available: async () => ({ sources: [] }),
  follow: async (_source, events) => {
    for (const marker of markers) events.mark(marker)
  },
  close: () => undefined,
}

/** All that `sampan` says to a Chinese user of a real engine over a Docker in memory. */
function sampan(...args: string[]): Promise<string> {
  const program = createProgram({
    defaults: new DefaultRegistries('/nonexistent/default-registries.json'),
    openEngine: async () => engine,
    library: new ImageLibrary(join(folder, 'library')),
    openLogs: async () => logs,
    advise: async () => '',
    discover: async () => [
      {
        id: 'E',
        source: 'context',
        label: 'colima',
        address: 'unix:///colima.sock',
        isSelected: true,
        status: { kind: 'unavailable', problem: problem('docker.not_running', { endpoint: 'unix:///colima.sock' }) },
      },
    ],
    kubeconfigs: new Kubeconfigs({ user: new UserKubeconfig(place), own: new PrivateKubeconfigs(join(folder, 'own')) }),
    signal: new AbortController().signal,
    version: '0',
    isJson: false,
    language: 'zh-CN',
    setExitCode: () => undefined,
  })
  return written(() => program.parseAsync(args, { from: 'user' }).catch(() => undefined))
}

const spec = join(folder, 'spec.yaml')

// Whole operations on a machine that may be busy.
describe('in Chinese, nothing is said in English', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    writeFileSync(spec, JSON.stringify({ name: 'dev1', image, agents: 1, disable: ['traefik'] }))
  })

  it.each<[args: string[], said: string | RegExp]>([
    [['list'], '暂无集群。创建集群：sampan create NAME'],
    [['apply', '-f', spec, '--dry-run'], 'dev1 尚不存在，将会创建：'],
    [
      ['create', 'one1', '--image', image, '--verbose'],
      /正在创建集群 one1\n[\s\S]*✓ {3}创建容器 sampan-one1-server-0[\s\S]*已就绪，用时 .*(毫)?秒。/,
    ],
    [['apply', '-f', spec], '正在创建集群 dev1'],
    [['apply', '-f', spec], 'dev1 与文件一致，无需更改。'],
    [['diff', '-f', spec], 'dev1 与文件一致，无需更改。'],
    [['list'], /名称 +状态[\s\S]*one1 +就绪/],
    [['status', 'dev1'], 'dev1：就绪'],
    [['doctor'], 'Docker 引擎'],
    [['get', 'one1'], 'name: one1'],
    [['logs', 'one1', '--explain'], 'server-0：较早的日志未显示：只读取最新的 500,000 行'],
    [['kubeconfig', 'one1', '--merge', '--dry-run'], /^将对 .* 做以下更改：/],
    [['kubeconfig', 'one1', '--merge'], /^已将 sampan-one1 添加到 .*。使用方法：kubectl --context sampan-one1 …/],
    [['use', 'one1'], '它现在是当前上下文，此前没有当前上下文。'],
    [['use', 'dev1'], '它现在是当前上下文，此前为 sampan-one1。'],
    [['kubeconfig', 'one1', '--output', join(folder, 'saved')], /^已写入/],
    [['kubeconfig', 'dev1', '--unmerge'], '当前上下文已恢复为 sampan-one1。'],
    [['kubeconfig', 'dev1', '--unmerge'], '均没有 dev1。'],
    [['env', 'one1'], 'export'],
    [['restart', 'one1'], '正在重启集群 one1'],
    [['stop', 'one1'], '已完成，用时'],
    [['stop', 'one1'], 'one1 已处于停止状态。'],
    [['status', 'one1'], 'one1：已停止'],
    [['start', 'one1'], '正在启动集群 one1'],
    [['kubectl', 'gone3', 'get', 'pods'], '没有名为 gone3 的集群'],
    [['repair', 'one1'], '已就绪，用时'],
    [['revert', 'one1'], 'one1'],
    [['orphans'], '没有遗留内容。'],
    [['create', 'one2', '--port', 'x'], '格式应为 [127.0.0.1:'],
    [['create', 'one2', '--volume', 'x'], '格式应为 SOURCE:PATH'],
    [['create', 'one2', '--host-alias', 'x'], '格式应为 IP:NAME'],
    [['delete', 'one1', '--yes', '--keep-volumes'], /one1 的卷已保留[\s\S]*已从/],
    [['orphans'], /没有遗留内容|类型 +名称/],
    [['start', 'one1'], '正在启动集群 one1'],
    [['delete', 'one1'], /删除 one1 将移除：\n {2}容器[\s\S]*尚未删除任何内容。/],
    [['delete', 'one1', 'dev1', '--yes'], '正在删除集群 dev1'],
    [['delete', 'one1', '--yes', '--if-exists'], '没有名为 one1 的集群，无需删除。'],
    [['create', 'Bad_Name'], '集群不能命名为“Bad_Name”'],
  ])('sampan %j', async (args, said) => {
    const text = await sampan(...args)
    expect(text).toMatch(said)
    expect(english(text.replaceAll(folder, ''))).toEqual([])
    expect(text.match(latinPunctuation)).toBeNull()
  })

  it('of a registries.yaml and of its endpoints, and the punctuation is Chinese, too', async () => {
    const file = join(folder, 'registries.yaml')
    writeFileSync(file, 'mirrors:\n  docker.io:\n    endpoint: [http://127.0.0.1:1]\n  quay.io:\n    endpoints: []\n')
    const checked = await sampan('registries', 'check', '-f', file)
    expect(checked).toMatch(/^5:5 警告：/m)
    const tested = await sampan('registries', 'test', '-f', file)
    expect(tested).toMatch(/连接：.*（.*ECONNREFUSED.*）/)
    expect([checked, tested].map((text) => text.match(latinPunctuation))).toEqual([null, null])
  })

  it('in the help of any command, and in the whole reference', async () => {
    const commands = [
      'create',
      'apply',
      'diff',
      'get',
      'list',
      'status',
      'start',
      'stop',
      'restart',
      'repair',
      'revert',
      'delete',
      'logs',
    ]
    const more = ['orphans', 'kubeconfig', 'use', 'env', 'kubectl', 'doctor', 'help']
    const texts = await Promise.all([...commands, ...more].map((command) => sampan('help', command)))
    const reference = await sampan('help', '--all')
    const all = [await sampan('--help'), ...texts, reference.slice(0, reference.indexOf('stdout:'))]
    for (const text of all) expect([text.slice(0, 40), english(text)]).toEqual([expect.any(String), []])
    // Found in each of them, or the test sees nothing.
    for (const text of texts) expect(text).toContain('用法：sampan')
  })

  it.each<OperationKind>(['create', 'change', 'start', 'stop', 'restart', 'delete', 'load'])(
    'of an operation that another process began and that is undone: %s',
    async (operation) => {
      const events: OperationEvent[] = [
        { kind: 'started', cluster: 'dev1', operation, stages: ['containers'], atMs: 0 },
        { kind: 'takenOver', cluster: 'dev1', operation, maker: 'here/1', since: '2026-11-28T01:02:03Z', atMs: 0 },
        { kind: 'pull', image, doneBytes: 5e6, totalBytes: 7e7, atMs: 5000 },
        { kind: 'warning', cluster: 'dev1', atMs: 0, ...problem('k3s.dns_timeout', { seconds: 30 }) },
        { kind: 'step', stage: 'containers', state: 'done', action: 'wait for the API', atMs: 0, durationMs: 1 },
        {
          kind: 'problem',
          cluster: 'dev1',
          undone: true,
          durationMs: 5,
          ...problem('cluster.cancelled', { cluster: 'dev1' }),
        },
      ]
      const text = await written(async () => {
        const output = createOutput({ isJson: false, isVerbose: true, language: 'zh-CN' })
        for (const event of events) output.event(event)
      })
      expect([text.split('\n').length > 5, english(text)]).toEqual([true, []])
    },
  )

  it('of any step of a plan', () => {
    const told = PlannedAction.options.map((action) => [action, english(stepText('zh-CN', { action, target: '' }))])
    expect(told).toEqual(PlannedAction.options.map((action) => [action, []]))
  })

  it('and a piece of English is seen where there is one', () => {
    expect(english('未就绪：container runtime not ready')).toEqual(['container', 'runtime', 'not'])
    expect(english('执行 sampan make dev --agents 1，见 /tmp/some/path 和 v1.36.2+k3s1')).toEqual(['make', 'dev'])
  })
})
