import { homedir } from 'node:os'
import { ImageReference } from '#shared/image-reference.ts'
import type { Language } from '#shared/preferences.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { RegistriesFinding } from '#shared/registry.ts'
import { bySpeed, type EndpointTest, type RegistriesTest } from '#shared/registry-test.ts'
import {
  asSentence,
  describeFinding,
  describeFix,
  type MessageKey,
  type MessageParams,
  translate,
} from '#shared/translate.ts'
import { unreadable } from '../cluster/change/registry-findings.ts'
import { k3sVersionOfTag } from '../cluster/model/k3s-config.ts'
import { readDaemonFile } from '../registry/daemon-file.ts'
import { withImported } from '../registry/import-mirrors.ts'
import { checkRegistries } from '../registry/registries-file.ts'
import { readRegistries } from '../registry/registries-model.ts'
import { maskedRegistries, secretMask, touchesSecret } from '../registry/registry-secrets.ts'
import { pullAttempts } from '../registry/rewrite-tryout.ts'
import { localPem } from '../registry/taken-files.ts'
import { table, titlesIn } from './columns.ts'
import { changedDefault } from './default-registries.ts'
import { withDockerLogins } from './docker-logins.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'
import { readText } from './spec-file.ts'

interface Options extends CommonOptions {
  file?: string
  image?: string
  pull?: string
  from?: string
}

const actions = ['check', 'test', 'show', 'try', 'import', 'login', 'default']

/** What a registries.yaml does: by reading it, by asking, and by looking into the nodes. */
export function addRegistriesCommand(
  command: AddCommand,
  { defaults, signal, setExitCode, language = 'en' }: CliContext,
): void {
  const say = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  command<[string, string | undefined], Options>(
    'registries <action> [name]',
    say('cli.registries'),
    async ({ engine: open, options, output, misused }, action, name) => {
      if (!actions.includes(action)) misused(say('cli.registries.actions', { actions: actions.join(', ') }))
      if (
        name === undefined &&
        !['import', 'default'].includes(action) &&
        (options.file === undefined || action === 'show')
      )
        misused(say('cli.registries.which'))
      const text = options.file === undefined ? undefined : await readText(options.file)
      if (action === 'default') {
        const shown = await changedDefault(defaults, text, output)
        output.result({ kind: 'registriesText', text: shown }, shown)
      } else if (action === 'check') {
        const stored = name === undefined ? undefined : (await (await open()).spec(name, signal)).spec
        const image = options.image ?? stored?.image ?? ''
        const checked = text ?? stored?.registries ?? ''
        const findings = checkRegistries(checked, {
          k3sVersion: k3sVersionOfTag(image),
          isTaken: (path) => Object.hasOwn(stored?.registryFiles ?? {}, path) || localPem(path) !== undefined,
        })
        if (findings.some(({ severity }) => severity === 'error')) setExitCode(1)
        const shown = findings.map((finding) => withoutSecrets(checked, finding))
        output.result({ kind: 'registriesCheck', findings: shown }, findingsText(language, shown))
      } else if (action === 'try') {
        const image = imageIn(options.image ?? misused(say('cli.registries.needs', { option: '--image' })))
        const stored = name === undefined ? undefined : (await (await open()).spec(name, signal)).spec
        const registries = readRegistries(text ?? stored?.registries ?? '')
        if (!registries) throw unreadable(text ?? '')
        const withoutDefault =
          stored?.k3sArgs.some(({ flag }) => flag === '--disable-default-registry-endpoint') === true
        const attempts = pullAttempts(image, registries, { withoutDefault })
        const rows = attempts.map(({ url, isMirror }) => [
          say(isMirror ? 'cli.registries.mirror' : 'cli.registries.registry'),
          url,
        ])
        output.result(
          { kind: 'registriesTry', image, attempts },
          table([titlesIn(language, ['asked', 'for']), ...rows]),
        )
      } else if (action === 'import') {
        const daemon =
          options.from === undefined
            ? await readDaemonFile({ home: homedir(), platform: process.platform })
            : { path: options.from, text: await readText(options.from) }
        if (!daemon) return misused(say('cli.registries.needs', { option: '--from' }))
        const merged = withImported(text ?? '', daemon.text)
        if (merged === undefined) return misused(say('cli.registries.none', { path: daemon.path }))
        output.result({ kind: 'registriesText', text: merged }, merged)
      } else if (action === 'login') {
        const given = text ?? (await (await open()).spec(name ?? '', signal, { showSecrets: true })).spec.registries
        const merged = await withDockerLogins(given, output)
        output.result({ kind: 'registriesText', text: merged }, merged)
      } else if (action === 'test') {
        const image = options.pull === undefined ? undefined : imageIn(options.pull)
        const tested = await (await open()).testRegistries(
          { name, text, shown: text && maskedRegistries(text), image },
          signal,
        )
        if (tested.endpoints.some(({ fault }) => fault)) setExitCode(1)
        output.result({ kind: 'registriesTest', ...tested }, testText(language, tested))
      } else if (name !== undefined) {
        const nodes = await (await open()).registries(name, signal)
        if (nodes.some(({ differing }) => differing)) setExitCode(1)
        const shown = nodes.flatMap(({ node, files, differing = [] }) =>
          files.map(({ path, text: content }) => {
            const file = `${node} ${path}`
            const title = differing.includes(path) ? say('cli.registries.differs', { file }) : file
            return `${title}\n${content.trimEnd()}\n`
          }),
        )
        output.result({ kind: 'registriesShown', nodes }, shown.join('\n') || say('registries.noFiles'))
      }
    },
  )
    .option('-f, --file <file>', say('cli.registries.file'))
    .option('--image <image>', say('cli.registries.image'))
    .option('--from <file>', say('cli.registries.from'))
    .option('--pull <image>', say('cli.registries.pull'))
}

/** Fails with `image.invalid` where nobody can be asked for it. */
function imageIn(typed: string): string {
  const { success, data } = ImageReference.safeParse(typed)
  if (!success) throw new ProblemError(problem('image.invalid', { image: typed }))
  return data
}

/** What is printed may be kept: how to mend a secret is not in it. */
function withoutSecrets(text: string, finding: RegistriesFinding): RegistriesFinding {
  const { fix } = finding
  if (!fix || !touchesSecret(text, fix.edits)) return finding
  return { ...finding, fix: { ...fix, edits: fix.edits.map((edit) => ({ ...edit, text: secretMask })) } }
}

function findingsText(language: Language, findings: readonly RegistriesFinding[]): string {
  if (findings.length === 0) return translate(language, 'registries.good')
  return findings
    .map((finding) => {
      const { line, column, severity, fix } = finding
      const cure = fix ? `\n    ${asSentence(language, describeFix(language, fix))}` : ''
      const kind = translate(language, `severity.${severity}`).toLowerCase()
      const said = asSentence(language, describeFinding(language, finding))
      return translate(language, 'cli.registries.finding', { line, column, kind, said }) + cure
    })
    .join('\n')
}

function testText(language: Language, { node, endpoints }: RegistriesTest): string {
  const from =
    node === undefined
      ? translate(language, 'registries.testedHere')
      : translate(language, 'registries.testedFrom', { node })
  const rows = bySpeed(endpoints).map((each) => [
    each.registry,
    each.endpoint,
    outcome(language, each),
    `${Math.round(each.totalMs)} ms`,
  ])
  return `${from}\n${table([titlesIn(language, ['registry', 'endpoint', 'answer', 'time']), ...rows])}`
}

function outcome(language: Language, { fault, hops, proxy }: EndpointTest): string {
  const way = proxy === undefined ? '' : ` · ${translate(language, 'registries.throughProxy', { proxy })}`
  const times = hops.map(({ hop, ms }) => `${translate(language, `registryHop.${hop}`)} ${Math.round(ms)}`)
  if (!fault) return `${times.join(language === 'zh-CN' ? '、' : ', ')}${way}`
  const until = fault.until === undefined ? '' : ` · ${translate(language, 'registries.until', { until: fault.until })}`
  const hop = translate(language, `registryHop.${fault.hop}`)
  const said = translate(language, `registryFault.${fault.kind}`) + until
  return translate(language, 'cli.registries.fault', { hop, said, detail: fault.detail }) + way
}
