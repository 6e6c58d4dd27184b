// kubectl, crictl and ctr inside the node, as far as smoke tests and a curious user need them.
import { existsSync, readFileSync } from 'node:fs'
import { httpsRequest, readBody } from './http.mjs'
import { CONTAINERD_SOCKET, printCriImages, removeCriImages, runCtr } from './image-tools.mjs'
import { fail, printRows } from './print.mjs'
import { RESOURCES } from './resources.mjs'
import { parseYaml, printYaml } from './yaml.mjs'

const VALUE_FLAGS = {
  '-n': 'namespace',
  '--namespace': 'namespace',
  '-o': 'output',
  '--output': 'output',
  '--kubeconfig': 'kubeconfig',
  '--raw': 'raw',
  '-l': 'selector',
  '--selector': 'selector',
  '--tail': 'tail',
  '-c': 'container',
}
const SWITCHES = {
  '-A': 'all',
  '--all-namespaces': 'all',
  '-f': 'follow',
  '--follow': 'follow',
  '--no-headers': 'bare',
  '--ignore-not-found': 'ignoresMissing',
  '-q': 'quiet',
  '--quiet': 'quiet',
}

function parse(args) {
  const options = {}
  const words = []
  for (let index = 0; index < args.length; index++) {
    const [name, inline] = args[index].split(/=(.*)/s)
    if (VALUE_FLAGS[name]) options[VALUE_FLAGS[name]] = inline ?? args[++index]
    else if (SWITCHES[name]) options[SWITCHES[name]] = true
    else if (!args[index].startsWith('-') || args[index] === '-') words.push(args[index])
  }
  return { options, words }
}

function kubeClient({ kubeconfig, ignoresMissing }) {
  const file = kubeconfig ?? process.env.KUBECONFIG ?? '/etc/rancher/k3s/k3s.yaml'
  if (!existsSync(file))
    fail('The connection to the server localhost:8080 was refused - did you specify the right host or port?')
  const { clusters, users } = parseYaml(readFileSync(file, 'utf8')).value
  const decode = (text) => Buffer.from(text, 'base64').toString()
  const { server } = clusters[0].cluster
  const credentials = {
    ca: decode(clusters[0].cluster['certificate-authority-data']),
    cert: decode(users[0].user['client-certificate-data']),
    key: decode(users[0].user['client-key-data']),
  }
  return async (target, options = {}) => {
    const answer = await httpsRequest(`${server}${target}`, { ...options, ...credentials }).catch(() =>
      fail(
        `The connection to the server ${new URL(server).host} was refused - did you specify the right host or port?`,
      ),
    )
    if (answer.code === 404 && ignoresMissing) process.exit(0)
    if (answer.code >= 400)
      fail(
        answer.json?.message
          ? `Error from server (${answer.json.reason}): ${answer.json.message}`
          : `Error from server: ${answer.text}`,
      )
    return answer
  }
}

async function kubectl(args, version) {
  const { options, words } = parse(args)
  const [verb, type, ...names] = words
  const ask = kubeClient(options)
  if (verb === 'version') {
    console.log(`Client Version: ${version.version}\nKustomize Version: v5.7.1`)
    return console.log(`Server Version: ${(await ask('/version')).json.gitVersion}`)
  }
  if (verb === 'create' && options.raw) {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.parse((await readBody(process.stdin)).toString())
    return process.stdout.write((await ask(options.raw, { method: 'POST', headers, body })).text)
  }
  if (verb === 'get' && options.raw) return process.stdout.write((await ask(options.raw)).text)
  if (verb === 'logs') {
    const query = new URLSearchParams({
      ...(options.tail ? { tailLines: options.tail } : {}),
      ...(options.container ? { container: options.container } : {}),
    })
    return process.stdout.write(
      (await ask(`/api/v1/namespaces/${options.namespace ?? 'default'}/pods/${type}/log?${query}`)).text,
    )
  }
  const [word, inlineName] = (type ?? '').split('/')
  const resource = RESOURCES.find(({ plural, kind, shortNames }) =>
    [plural, kind.toLowerCase(), ...shortNames].includes(word),
  )
  if (!resource) fail(`error: the server doesn't have a resource type "${word}"`)
  const root = resource.apiVersion === 'v1' ? '/api/v1' : `/apis/${resource.apiVersion}`
  const scope = resource.namespaced && !options.all ? `/namespaces/${options.namespace ?? 'default'}` : ''
  const name = inlineName ?? names[0]
  const target = `${root}${scope}/${resource.plural}${name ? `/${name}` : ''}${options.selector ? `?labelSelector=${encodeURIComponent(options.selector)}` : ''}`
  if (verb === 'delete') {
    await ask(target, { method: 'DELETE' })
    return console.log(`${resource.kind.toLowerCase()} "${name}" deleted`)
  }
  if (verb !== 'get') fail(`error: unknown command "${verb}" for "kubectl"`)
  if (['json', 'yaml', 'name'].includes(options.output)) {
    const { json } = await ask(target)
    const list = json.items
      ? {
          apiVersion: 'v1',
          kind: 'List',
          items: json.items.map((item) => ({ apiVersion: resource.apiVersion, kind: resource.kind, ...item })),
          metadata: { resourceVersion: '' },
        }
      : json
    if (options.output === 'name')
      return console.log(
        (list.items ?? [list]).map((item) => `${resource.kind.toLowerCase()}/${item.metadata.name}`).join('\n'),
      )
    return process.stdout.write(options.output === 'yaml' ? printYaml([list]) : `${JSON.stringify(list, null, 4)}\n`)
  }
  const { json } = await ask(target, { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } })
  if (json.rows.length === 0)
    return console.error(
      scope ? `No resources found in ${options.namespace ?? 'default'} namespace.` : 'No resources found',
    )
  const shown = json.columnDefinitions.map(({ priority }) => priority === 0 || options.output === 'wide')
  const withNamespace = options.all && resource.namespaced
  const line = (cells, namespace) => [
    ...(withNamespace ? [namespace] : []),
    ...cells.filter((_, index) => shown[index]),
  ]
  const header = line(
    json.columnDefinitions.map(({ name: column }) => column.toUpperCase()),
    'NAMESPACE',
  )
  printRows([
    ...(options.bare ? [] : [header]),
    ...json.rows.map(({ cells, object }) => line(cells, object.metadata.namespace)),
  ])
}

function criInfo(version) {
  const directory = '/var/lib/rancher/k3s/agent'
  const condition = (type) => ({ type, status: true, reason: '', message: '' })
  return {
    cniconfig: {
      PluginDirs: ['/var/lib/rancher/k3s/data/cni'],
      PluginConfDir: `${directory}/etc/cni/net.d`,
      PluginMaxConfNum: 1,
      Prefix: 'eth',
      Networks: [],
    },
    config: {
      cdiSpecDirs: ['/etc/cdi', '/var/run/cdi'],
      cni: { binDirs: ['/var/lib/rancher/k3s/data/cni'], confDir: `${directory}/etc/cni/net.d`, maxConfNum: 1 },
      containerd: {
        defaultRuntimeName: 'runc',
        runtimes: { runc: { runtimeType: 'io.containerd.runc.v2', snapshotter: '', sandboxer: 'podsandbox' } },
      },
      containerdEndpoint: CONTAINERD_SOCKET,
      containerdRootDir: `${directory}/containerd`,
      enableSelinux: false,
      rootDir: `${directory}/containerd/io.containerd.grpc.v1.cri`,
      stateDir: '/run/k3s/containerd/io.containerd.grpc.v1.cri',
    },
    features: { supplemental_groups_policy: true },
    golang: version.go,
    lastCNILoadStatus: 'OK',
    'lastCNILoadStatus.default': 'OK',
    runtimeHandlers: [{ features: { recursive_read_only_mounts: true, user_namespaces: true }, name: 'runc' }],
    status: {
      conditions: [
        condition('RuntimeReady'),
        condition('NetworkReady'),
        condition('ContainerdHasNoDeprecationWarnings'),
      ],
    },
  }
}

async function crictl(args, version) {
  const { options, words } = parse(args)
  const [verb, name] = words
  if (!existsSync(CONTAINERD_SOCKET))
    fail(
      `FATA[0000] validate service connection: validate CRI v1 image API for endpoint "unix://${CONTAINERD_SOCKET}": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix ${CONTAINERD_SOCKET}: connect: no such file or directory"`,
    )
  if (verb === 'info') return console.log(JSON.stringify(criInfo(version), null, 2))
  if (verb === 'pull') {
    const { pullImage } = await import('./pull.mjs')
    const digest = await pullImage(name).catch((failure) =>
      fail(
        `E0000 00:00:00.000000 log.go:32] "PullImage from image service failed" err="rpc error: code = Unknown desc = ${failure.message.replace(/"/g, '\\"')}" image="${name}"\nFATA[0000] pulling image: rpc error: code = Unknown desc = ${failure.message}`,
      ),
    )
    return console.log(`Image is up to date for ${digest}`)
  }
  if (verb === 'images' || verb === 'img') return printCriImages(options)
  if (verb === 'rmi') return removeCriImages(words.slice(1))
  if (verb === 'ps' && options.output === 'json') return console.log(JSON.stringify({ containers: [] }, null, 2))
  if (verb === 'ps' || verb === 'pods')
    return console.log(
      verb === 'ps'
        ? 'CONTAINER   IMAGE   CREATED   STATE   NAME   ATTEMPT   POD ID   POD'
        : 'POD ID   CREATED   STATE   NAME   NAMESPACE   ATTEMPT   RUNTIME',
    )
  if (verb === 'version')
    return console.log(
      `Version:  0.1.0\nRuntimeName:  containerd\nRuntimeVersion:  v${version.containerd}\nRuntimeApiVersion:  v1`,
    )
  fail(`No help topic for '${verb}'`, 3)
}

const ctr = (args) => runCtr(args, parse(args).words)

export const runTool = (name, args, version) => ({ kubectl, crictl, ctr })[name](args, version)
