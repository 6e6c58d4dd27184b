import { isScalar, isSeq, type Pair, type Scalar, type YAMLSeq } from 'yaml'
import type { RegistriesFix } from '#shared/registry.ts'
import { type EndpointAddress, endpointAddress, hostParts, isLocalhost } from './endpoint-address.ts'
import { writesHostsFiles } from './k3s-registries.ts'
import { setIn } from './mirror-remarks.ts'
import { changing, isNode, isNothing, resolved, textOf, writing } from './registries-document.ts'
import { asWritten, type Checking } from './registries-file.ts'

/** An image by which it is shown what is asked for. */
const sample = 'library/busybox/manifests/latest'

interface Endpoint {
  readonly address: EndpointAddress
  readonly node: unknown
}

/** Those of a mirror that k3s takes. */
export function checkEndpoints(checking: Checking, mirror: string, pair: Pair | undefined): Endpoint[] {
  const { text, report, lineOf } = checking
  const list = resolved(pair?.value)
  if (isNothing(list)) return []
  if (!isSeq(list)) {
    const address = textOf(list)
    report('error', 'not_a_list', list, 'endpoint', { fix: asWritten(writing(text, list, `[ ${address} ]`)) })
    return []
  }
  const taken = new Map<string, unknown>()
  const found: Endpoint[] = []
  for (const [index, item] of list.items.entries()) {
    const node = resolved(item)
    if (!isScalar(node)) {
      report('error', 'wrong_type', node, 'endpoint')
      continue
    }
    const given = textOf(node)
    const address = endpointAddress(given)
    if (!address || !/^https?$/.test(address.scheme) || isMisspelt(given)) {
      const mended = misspelt(given)
      const fix = mended === undefined ? undefined : writing(text, node, mended)
      report('warning', 'endpoint_not_url', node, given, { fix: given === '' ? removing(text, list, index) : fix })
      continue
    }
    const first = taken.get(address.url)
    if (first !== undefined) {
      const fix = removing(text, list, index)
      report('warning', 'endpoint_duplicate', node, given, { becomes: String(lineOf(first)), fix })
      continue
    }
    taken.set(address.url, node)
    found.push({ address, node })
    checkEndpoint(checking, { mirror, index, given, node, address })
  }
  return found
}

interface Given extends Endpoint {
  readonly mirror: string
  readonly index: number
  readonly given: string
  readonly node: Scalar
}

function checkEndpoint(checking: Checking, { mirror, index, given, node, address }: Given): void {
  const { text, report, k3sVersion } = checking
  const { scheme, host, hostname, path } = address
  const isOld = writesHostsFiles(k3sVersion) === false
  const say = (rule: Parameters<typeof report>[1], subject: string, value: string, becomes?: string) =>
    report('warning', rule, node, subject, { becomes, fix: writing(text, node, value) })
  const bare = `${scheme}://${host}`
  const asked = `${bare}${path.replace(/\/+$/, '')}/${sample}`
  const parts = hostParts(host)
  if (isLocalhost(hostname)) {
    const port = parts.port === '' ? '' : `:${parts.port}`
    const there = path === '/' ? '' : path
    say('endpoint_is_localhost', given, `${scheme}://host.docker.internal${port}${there}`)
  }
  const login = /^(?:[a-z]+:\/\/)?([^/?#@]*)@/i.exec(given)?.[1]
  const [, ending] = /([?#].*)$/s.exec(given) ?? []
  if (login !== undefined) {
    const shown = given.replace(`${login}@`, '')
    report('warning', 'endpoint_has_login', node, shown, {
      fix: movingLogin(text, { mirror, index, shown, login, host }),
    })
  } else if (ending !== undefined) say('endpoint_has_query', given, given.slice(0, -ending.length))
  else if (!given.includes('://')) say('endpoint_without_scheme', given, `${bare}${path}`, `${bare}${path}`)
  else if (isOld && /^(docker\.io|index\.docker\.io)$/.test(given.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/s, '')))
    say('endpoint_is_docker_hub', given, 'https://registry-1.docker.io')
  else if ((scheme === 'http' && parts.port === '443') || (scheme === 'https' && parts.port === '80')) {
    const other = scheme === 'http' ? 'https' : 'http'
    say('endpoint_scheme_port', given, `${other}://${host}${path}`)
  } else if (isOld && path === '/') say('endpoint_trailing_slash', given, bare, asked)
  else if (!/^\/?$/.test(path) && !/\/v2(\/|$)/.test(path))
    say('endpoint_path_without_v2', given, `${bare}/v2${path.replace(/\/+$/, '')}`, asked)
}

const typo = /^(https?)(?::\/{0,1}|\/{1,3}|:\/{3,})(?=[^/:\s][^\s]*$)/i
/** `https//host`, `http:/host`: k3s takes the first word for a host. */
const isMisspelt = (given: string) => typo.test(given) && !/^https?:\/\/[^/]/i.test(given)
const misspelt = (given: string): string | undefined =>
  isMisspelt(given) ? given.replace(typo, (_, scheme: string) => `${scheme.toLowerCase()}://`) : undefined

/** Takes an item out of a list, with its line or its comma. */
function removing(text: string, list: YAMLSeq, index: number): RegistriesFix | undefined {
  const [item, before, after] = [list.items[index], list.items[index - 1], list.items[index + 1]]
  if (!isNode(item) || !item.range) return undefined
  const fix = { kind: 'remove' as const, subject: textOf(item) }
  const edit = (start: number, end: number): RegistriesFix => ({ ...fix, edits: [{ start, end, text: '' }] })
  if (list.flow) {
    if (isNode(before) && before.range) return edit(before.range[1], item.range[1])
    return edit(item.range[0], isNode(after) && after.range ? after.range[0] : item.range[1])
  }
  const start = text.lastIndexOf('\n', item.range[0] - 1) + 1
  const end = text.indexOf('\n', item.range[1])
  // The first item may stand on the line of something else; without any there is no list.
  if (list.items.length === 1 || !/^\s*- /.test(text.slice(start))) return undefined
  return edit(start, end < 0 ? text.length : end + 1)
}

/** A name and a password in an address are never sent (read back from v1.36.3): under `configs` they are. */
function movingLogin(
  text: string,
  { mirror, index, shown, login, host }: { mirror: string; index: number; shown: string; login: string; host: string },
): RegistriesFix | undefined {
  const [, username = login, password = ''] = /^([^:]*):(.*)$/s.exec(login) ?? []
  return changing(text, { kind: 'move', subject: `configs.${host}` }, (document) => {
    const node = document.getIn(['mirrors', mirror, 'endpoint', index], true)
    if (!isScalar(node) || document.hasIn(['configs', host, 'auth'])) return
    node.value = shown
    const auth = document.createNode({ username: decoded(username), password: decoded(password) })
    setIn(document, ['configs', host], document.createPair('auth', auth))
  })
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
