import type { RegistriesFinding } from '#shared/registry.ts'
import { bySpeed, type EndpointTest, type RegistriesTest } from '#shared/registry-test.ts'
import { describeFinding, describeFix, translate } from '#shared/translate.ts'
import { unreadable } from '../cluster/change/registry-findings.ts'
import { k3sVersionOfTag } from '../cluster/model/k3s-config.ts'
import { withImported } from '../registry/import-mirrors.ts'
import { checkRegistries } from '../registry/registries-file.ts'
import { readRegistries } from '../registry/registries-model.ts'
import { pullAttempts } from '../registry/rewrite-tryout.ts'
import { localPem } from '../registry/taken-files.ts'
import { table } from './output.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'
import { readText } from './spec-file.ts'

interface Options extends CommonOptions {
  file?: string
  image?: string
  pull?: string
  from?: string
}

const actions = ['check', 'test', 'show', 'try', 'import']

/** What a registries.yaml does: by reading it, by asking, and by looking into the nodes. */
export function addRegistriesCommand(command: AddCommand, { signal, setExitCode }: CliContext): void {
  command<[string, string | undefined], Options>(
    'registries <action> [name]',
    "check: what k3s makes of a registries.yaml; test: ask each endpoint, through a node where one runs; show: what the nodes use; try: what is asked for to pull --image; import: print it with the mirrors of --from, which is Docker's daemon.json or another registries.yaml",
    async ({ engine: open, options, output, misused }, action, name) => {
      if (!actions.includes(action)) misused(`the action is one of ${actions.join(', ')}`)
      if (name === undefined && action !== 'import' && (options.file === undefined || action === 'show'))
        misused(action === 'show' ? "missing required argument 'name'" : 'name a cluster, or a file with -f')
      const text = options.file === undefined ? undefined : await readText(options.file)
      if (action === 'check') {
        const stored = name === undefined ? undefined : (await (await open()).spec(name, signal)).spec
        const image = options.image ?? stored?.image ?? ''
        const findings = checkRegistries(text ?? stored?.registries ?? '', {
          k3sVersion: k3sVersionOfTag(image),
          isTaken: (path) => Object.hasOwn(stored?.registryFiles ?? {}, path) || localPem(path) !== undefined,
        })
        if (findings.some(({ severity }) => severity === 'error')) setExitCode(1)
        output.result({ kind: 'registriesCheck', findings }, findingsText(findings))
      } else if (action === 'try') {
        const image = options.image ?? misused('name the image with --image')
        const stored = name === undefined ? undefined : (await (await open()).spec(name, signal)).spec
        const registries = readRegistries(text ?? stored?.registries ?? '')
        if (!registries) throw unreadable(text ?? '')
        const withoutDefault =
          stored?.k3sArgs.some(({ flag }) => flag === '--disable-default-registry-endpoint') === true
        const attempts = pullAttempts(image, registries, { withoutDefault })
        const rows = attempts.map(({ url, isMirror }) => [isMirror ? 'mirror' : 'registry', url])
        output.result({ kind: 'registriesTry', image, attempts }, table([['ASKED', 'FOR'], ...rows]))
      } else if (action === 'import') {
        const from = options.from ?? misused('name the file with --from')
        const merged = withImported(text ?? '', await readText(from))
        if (merged === undefined) misused(`${from} has no mirrors`)
        else output.result({ kind: 'registriesText', text: merged }, merged)
      } else if (action === 'test') {
        const tested = await (await open()).testRegistries({ name, text, image: options.pull }, signal)
        if (tested.endpoints.some(({ fault }) => fault)) setExitCode(1)
        output.result({ kind: 'registriesTest', ...tested }, testText(tested))
      } else if (name !== undefined) {
        const nodes = await (await open()).registries(name, signal)
        if (nodes.some(({ differing }) => differing)) setExitCode(1)
        const shown = nodes.flatMap(({ node, files, differing = [] }) =>
          files.map(({ path, text: content }) => {
            const remark = differing.includes(path) ? '   (not what was asked for)' : ''
            return `${node} ${path}${remark}\n${content.trimEnd()}\n`
          }),
        )
        output.result({ kind: 'registriesShown', nodes }, shown.join('\n') || 'No node has registry files.')
      }
    },
  )
    .option('-f, --file <file>', 'a registries.yaml in the place of the one that the cluster has (- is standard input)')
    .option('--image <image>', 'check: of which k3s, such as rancher/k3s:v1.36.2-k3s1; try: the image to be pulled')
    .option('--from <file>', "import: Docker's daemon.json, or a registries.yaml")
    .option(
      '--pull <image>',
      'test: the image to ask for, such as library/busybox:latest (default: a small one of each registry)',
    )
}

function findingsText(findings: readonly RegistriesFinding[]): string {
  if (findings.length === 0) return 'k3s does all that it says.'
  return findings
    .map((finding) => {
      const { line, column, severity, fix } = finding
      const cure = fix ? `\n    ${describeFix('en', fix)}.` : ''
      return `${line}:${column} ${severity}: ${describeFinding('en', finding)}.${cure}`
    })
    .join('\n')
}

function testText({ node, endpoints }: RegistriesTest): string {
  const from = node === undefined ? 'Asked from this computer: there is no node that runs.' : `Asked from ${node}.`
  const rows = bySpeed(endpoints).map((each) => [
    each.registry,
    each.endpoint,
    outcome(each),
    `${Math.round(each.totalMs)} ms`,
  ])
  return `${from}\n${table([['REGISTRY', 'ENDPOINT', 'ANSWER', 'TIME'], ...rows])}`
}

function outcome({ fault, hops }: EndpointTest): string {
  if (!fault) return hops.map(({ hop, ms }) => `${translate('en', `registryHop.${hop}`)} ${Math.round(ms)}`).join(', ')
  const until = fault.until === undefined ? '' : `, again from ${fault.until}`
  return `${translate('en', `registryHop.${fault.hop}`)}: ${translate('en', `registryFault.${fault.kind}`)}${until} (${fault.detail})`
}
