import { describe, expect, it } from 'vitest'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { describeFinding, describeProblem, formatList, joinSentences } from '#shared/translate.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { dockerProblem } from '../../electron/docker/docker-problems.ts'
import { readKubeconfigText } from '../../electron/kubeconfig/kubeconfig-text.ts'
import { checkRegistries } from '../../electron/registry/registries-file.ts'
import { refused } from './kubeconfig/odd-files.ts'

function problemFrom(run: () => unknown): Problem {
  try {
    run()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('It did not fail')
}

/** Two English words after each other: a name, a number or a quotation is one. */
const fragment = /[a-z]{2,} [a-z]{2,}/i
const base = { version: 1, name: 'dev', image: 'rancher/k3s:v1.36.2-k3s1', apiPort: 6443 }

describe('what the engine says in Chinese has no English fragment', () => {
  it.each([
    [{ name: 'My_Cluster' }, '集群不能命名为“My_Cluster”', '最多 32 个字符'],
    [{ name: undefined }, '配置无效：名称', '缺少该值'],
    [{ image: 'rancher/k3s:' }, '“rancher/k3s:”不是镜像名称', '格式为'],
    [{ agents: 21 }, '配置无效：Agent 节点数', '不能大于 20'],
    [{ apiPort: 'x' }, '配置无效：API 端口', '类型应为 number'],
    [{ ports: [{ hostPort: 0, nodePort: 1 }] }, '配置无效：端口映射', '不能小于 1'],
    [{ apiAccess: 'all' }, '配置无效：API 可访问范围', '可用的值：host、lan'],
    [{ limits: { cpus: 0 } }, '配置无效：每节点 CPU 上限', '不能小于 0.1'],
    [{ env: { 'a b': '' } }, '配置无效：环境变量', '仅限字母、数字和下划线'],
    [{ unknown: 1 }, '配置无效：spec', '未知的键：unknown'],
    [{ k3sArgs: [{ flag: 'x' }] }, '配置无效：额外的 k3s 参数', '格式应为 --name'],
    [{ k3sArgs: [{ flag: '--token=x' }] }, '配置无效：额外的 k3s 参数', '--token 由 Sampan 设置'],
    [{ token: { kind: 'given', value: '' } }, '配置无效：token.value', '应为 1 到 256 个字符'],
    [{ disable: ['X'] }, '配置无效：组件', '组件名须为小写'],
  ])('of the spec %o', (more, title, cause) => {
    const said = describeProblem(
      'zh-CN',
      problemFrom(() => parseSpec({ ...base, ...more })),
    )
    expect(said.title).toBe(title)
    expect(said.cause).toContain(cause)
    expect(`${said.title} ${said.cause}`).not.toMatch(fragment)
  })

  it.each([
    [problem('cluster.no_such_node', { cluster: 'dev', node: 'x', known: 'server-0, agent-0' }), 'server-0、agent-0'],
    [problem('kubeconfig.still_in', { cluster: 'dev', files: '/a, /b' }), '/a、/b'],
    [problem('cluster.comes_back', { cluster: 'dev', left: 'sampan-dev, sampan-dev-x' }), 'sampan-dev、sampan-dev-x'],
    [problem('engine.unknown', { engine: 'x', known: 'default, colima' }), 'default、colima'],
  ])('of lists: %o', (told, list) => {
    const { title, cause, remedy } = describeProblem('zh-CN', told)
    expect(`${title} ${cause} ${remedy}`).toContain(list)
    expect(`${title} ${cause} ${remedy}`).not.toContain(', ')
  })

  it.each([
    ['- a\n', '文件的顶层不是映射'],
    ['kind: Pod\n', '文件内容为 kind: Pod'],
    ['kind: Config\nusers: 3\n', '第 2 行不是条目列表'],
    ['current-context: [a]\n', 'current-context 不是字符串'],
    ['kind: "Config\n', '第 2 行，第 1 列有错误'],
    ['clusters: *gone\n', '第 1 行，第 11 列有错误'],
  ])('of the kubeconfig %j', (text, cause) => {
    const said = describeProblem(
      'zh-CN',
      problemFrom(() => readKubeconfigText(Buffer.from(text), '/config')),
    )
    expect(said.cause).toContain(cause)
    expect(said.cause).not.toMatch(fragment)
  })

  it.each(refused)('of a file that kubectl refuses for %s', (_, file) => {
    const found = problemFrom(() => readKubeconfigText(Buffer.from(file), '/config'))
    const said = describeProblem('zh-CN', found)
    expect(`${said.title} ${said.cause}`).not.toMatch(fragment)
    expect(said.cause).not.toMatch(/\{|reason\.|yamlKind/)
  })

  it.each([
    ['clusters: []\nusers:\n- name: 5\n', 'users[0].name 应为文本，实际为数字；请加上引号'],
    ['users:\n- name: a\n  user: {exec: [x]}\n', 'users[0].user.exec 应为映射，实际为列表'],
    ['users:\n- name: a\n- name: a\n', 'users 中有两个条目名为“a”'],
    ['clusters:\n- {name: a, cluster: {insecure-skip-tls-verify: 1}}\n', '应为布尔值，实际为数字'],
    ['clusters:\n- {name: a, cluster: {certificate-authority-data: "?"}}\n', '不是 Base64 编码'],
    ['%YAML 1.2\n---\nkind: Config\n', '声明了 %YAML 1.2，而 kubectl 只能读取 1.1'],
    ['clusters:\n\t\n- name: a\n', '使用了制表符缩进'],
    ['users:\n- name: a\n  user: {as-uid: .inf}\n', '.inf 不是 JSON 支持的数字'],
    ['users:\n- name: "a\\/b"\n', '双引号中含有 \\/'],
  ])('of what kubectl refuses in %j', (file, cause) => {
    const found = problemFrom(() => readKubeconfigText(Buffer.from(file), '/config'))
    const said = describeProblem('zh-CN', found)
    expect(said.cause).toContain(cause)
  })

  it.each([
    ['mirrors: [\n', '不是有效的 YAML：'],
    ['mirrors:\n  a: "b\n', '不是有效的 YAML：'],
    ['mirrors:\n   a: 1\n  b: 2\n', '不是有效的 YAML：'],
    ['mirrors: a: b\n', '不是有效的 YAML：'],
    ['mirrors: @a\n', '不是有效的 YAML：'],
  ])('of the registries.yaml %j', (text, start) => {
    const [finding] = checkRegistries(text)
    if (!finding) throw new Error('Nothing was found')
    const said = describeFinding('zh-CN', finding)
    expect(said).toContain(start)
    expect(said).not.toMatch(fragment)
    const { line, column, rule, subject } = finding
    const reason = `registriesRule.${rule}`
    const blocking = describeProblem('zh-CN', problem('registries.invalid', { line, column, reason, subject }))
    expect(blocking.cause).toBe(`第 ${line} 行，第 ${column} 列：${said}。`)
  })

  it('of a request to Docker', () => {
    const asked = { endpoint: 'unix:///x', operation: 'inspect image', subject: 'rancher/k3s:v9' } as const
    const failed = dockerProblem(Object.assign(new Error('odd'), { statusCode: 500 }), asked)
    expect(describeProblem('zh-CN', failed).title).toBe('Docker 拒绝了请求（查看镜像 rancher/k3s:v9）')
    expect(describeProblem('en', failed).title).toBe('Docker rejected a request (inspect image rancher/k3s:v9)')
  })

  it('of a place', () => {
    const closed = problem('kubeconfig.address_closed', { cluster: 'dev', place: 'lan' })
    expect(describeProblem('zh-CN', closed).title).toBe('无法从局域网访问 dev')
    expect(describeProblem('en', closed).title).toBe('dev is not reachable from the local network')
  })
})

describe('what a Problem says', () => {
  it('names somebody who holds a port even where nobody knows who', () => {
    const taken = problem('port.taken', { port: 80, holder: '' })
    expect(describeProblem('en', taken).cause).toBe('In use by another program.')
    expect(describeProblem('zh-CN', taken).cause).toBe('占用者：其他程序。')
  })

  it('gives commands where they can be typed, and nowhere else', () => {
    const incomplete = problem('cluster.incomplete', { cluster: 'dev' })
    expect(describeProblem('en', incomplete).remedy).toBe('Finish creating it, or delete it.')
    expect(describeProblem('en', incomplete, { isInTerminal: true }).remedy).toContain('sampan start dev')
    const wrong = problem('spec.invalid', { field: 'limits.cpus', reason: 'reason.atMost', subject: 8 })
    expect(describeProblem('en', wrong)).toMatchObject({
      title: 'Invalid value for CPU limit per node',
      cause: 'It must be at most 8.',
    })

    expect(describeProblem('en', wrong, { isInTerminal: true }).title).toBe('Invalid value for limits.cpus')
  })

  it.each([
    ['caCertificates', 'Company certificates (CA)', '公司 CA 证书'],
    ['datastore.endpoint', 'Database address', '数据库地址'],
    ['datastore.image', 'Database image', '数据库镜像'],
    ['servers', 'Servers', 'Server 节点数'],
  ])('name the field %s by its label in the form', (field, english, chinese) => {
    const wrong = problem('spec.invalid', { field, reason: 'reason.noFile', subject: 'x' })
    expect(describeProblem('en', wrong).title).toContain(english)
    expect(describeProblem('zh-CN', wrong).title).toContain(chinese)
  })

  it('lists names as the language does', () => {
    const late = problem('k3s.nodes_timeout', { nodes: 'a, b, c', seconds: 60 })
    expect(describeProblem('en', late).cause).toBe('Still not ready after 60 s: a, b, and c')
    expect(describeProblem('zh-CN', late).cause).toBe('60 秒后仍未就绪：a、b、c')
    expect(formatList('zh-CN', ['1 个 server', '2 个 agent'])).toBe('1 个 server、2 个 agent')
  })

  it('joins sentences with a blank in English alone, and leaves a command at the end as it is', () => {
    expect(joinSentences('en', ['Port 80 is already in use', 'In use by nginx.', '', 'Run a=1'])).toBe(
      'Port 80 is already in use. In use by nginx. Run a=1',
    )
    expect(joinSentences('zh-CN', ['端口 80 已被占用', '占用者：nginx。', '请更换端口'])).toBe(
      '端口 80 已被占用。占用者：nginx。请更换端口',
    )
  })
})
