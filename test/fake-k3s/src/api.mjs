// The Kubernetes API over the datastore, a little longer than usual: every verb shares the same few helpers.
// Get, list, watch, create, update, patch, delete, tables and discovery.
import { failureStatus, readBody, sendFailure, sendJson, sendText } from './http.mjs'
import { pageOf } from './list-page.mjs'
import { jsonPatch, mergePatch, strategicMerge } from './patch.mjs'
import { sendPodLog } from './pod-log.mjs'
import { ended } from './pods.mjs'
import { conflict, deleteOptions, grown, isAnother } from './preconditions.mjs'
import { discovery, findResource } from './resources.mjs'
import { selector } from './selectors.mjs'
import { table } from './table.mjs'
import { parseManifest } from './yaml.mjs'

const CHECKS = `ping log etcd etcd-readiness informer-sync poststarthook/start-apiserver-admission-initializer
poststarthook/generic-apiserver-start-informers poststarthook/priority-and-fairness-config-consumer
poststarthook/priority-and-fairness-filter poststarthook/storage-object-count-tracker-hook
poststarthook/start-apiextensions-informers poststarthook/start-apiextensions-controllers
poststarthook/crd-informer-synced poststarthook/start-service-ip-repair-controllers poststarthook/rbac/bootstrap-roles
poststarthook/scheduling/bootstrap-system-priority-classes poststarthook/priority-and-fairness-config-producer
poststarthook/start-system-namespaces-controller poststarthook/bootstrap-controller
poststarthook/start-kubernetes-service-cidr-controller poststarthook/aggregator-reload-proxy-client-cert
poststarthook/start-kube-aggregator-informers poststarthook/apiservice-status-local-available-controller
poststarthook/apiservice-registration-controller poststarthook/apiservice-discovery-controller
poststarthook/kube-apiserver-autoregistration autoregister-completion poststarthook/apiservice-openapi-controller
poststarthook/apiservice-openapiv3-controller shutdown`.split(/\s+/)

function parsePath(path) {
  const match =
    /^(?:\/api\/(v1)|\/apis\/([^/]+\/[^/]+))(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
      path,
    )
  if (!match) return undefined
  const [, core, grouped, namespace, plural, name, subresource] = match
  // `/namespaces/x/status` and friends: the pattern takes `x` for a namespace and the subresource for a plural.
  if (namespace && ['status', 'finalize'].includes(plural)) {
    return { resource: findResource('v1', 'namespaces'), name: namespace, subresource: plural }
  }
  const resource = findResource(core ?? grouped, plural)
  return (
    resource && {
      resource,
      namespace: namespace && decodeURIComponent(namespace),
      name: name && decodeURIComponent(name),
      subresource,
    }
  )
}

/** About as often as a real API server says where a quiet watch is. */
const BOOKMARK_MS = 60_000

const scaleMetadata = ({ name, namespace, uid, resourceVersion, creationTimestamp }) => ({
  name,
  namespace,
  uid,
  resourceVersion,
  creationTimestamp,
})

const wantsTable = (req) => /as=Table/.test(req.headers.accept ?? '')
const withType = (resource, object) => ({ kind: resource.kind, apiVersion: resource.apiVersion, ...object })

function notFound(res, resource, name) {
  const group = resource.apiVersion.includes('/') ? resource.apiVersion.split('/')[0] : undefined
  const what = group ? `${resource.plural}.${group}` : resource.plural
  sendFailure(res, 404, `${what} "${name}" not found`, { name, group, kind: resource.plural })
}

/**
 * @param {{ store: import('./datastore.mjs').Datastore, version: import('./version.mjs').VersionFacts,
 *   address: string, onDelete: (key: string, object: any) => void }} options
 */
export function createApi({ store, version, address, onDelete }) {
  const gitVersion = {
    major: '1',
    minor: String(version.minor),
    gitVersion: version.version,
    gitCommit: `${version.commit}00000000000000000000000000000000`,
    gitTreeState: 'clean',
    buildDate: '2026-06-25T12:00:00Z',
    goVersion: version.go,
    compiler: 'gc',
    platform: `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`,
  }

  const oldestRevision = () => store.history[0]?.revision ?? store.revision + 1

  function matching({ resource, namespace, name }, query) {
    const matches = selector(query)
    return (object) =>
      (!namespace || !resource.namespaced || object.metadata.namespace === namespace) &&
      (!name || object.metadata.name === name) &&
      matches(object)
  }

  function list(req, res, target, query) {
    const all = store.list(target.resource.key).filter(matching(target, query))
    const page = pageOf(all, query, { revision: store.revision, oldest: oldestRevision() })
    if (!page)
      return sendFailure(res, 410, 'The provided continue parameter is too old to display a consistent list result.')
    const { objects, revision, rest } = page
    if (wantsTable(req)) return sendJson(res, 200, table(target.resource.kind, objects, revision))
    // Items of a list carry no kind and apiVersion of their own, as in the real API.
    const items = objects.map(({ kind: _kind, apiVersion: _apiVersion, ...object }) => object)
    sendJson(res, 200, {
      kind: `${target.resource.kind}List`,
      apiVersion: target.resource.apiVersion,
      metadata: { resourceVersion: revision, ...rest },
      items,
    })
  }

  function watch(req, res, target, query) {
    const matches = matching(target, query)
    const since = query.get('resourceVersion')
    const asTable = wantsTable(req)
    res.writeHead(200, { 'Content-Type': 'application/json' })
    res.flushHeaders()
    const send = (type, object) => {
      const whole = object.kind === 'Status' ? object : withType(target.resource, object)
      const body =
        asTable && object.kind !== 'Status'
          ? table(target.resource.kind, [whole], object.metadata.resourceVersion)
          : whole
      res.write(`${JSON.stringify({ type, object: body })}\n`)
    }
    const known = new Set()
    const forward = ({ type, key, object }) => {
      if (key !== target.resource.key) return
      const id = object.metadata.uid
      if (type === 'DELETED' || !matches(object)) {
        // An object that no longer matches the selector is gone for this watcher.
        if (known.delete(id) || (type === 'DELETED' && matches(object))) send('DELETED', object)
        return
      }
      send(type === 'MODIFIED' && !known.has(id) && since === null ? 'ADDED' : type, object)
      known.add(id)
    }
    if (!since || since === '0') {
      for (const object of store.list(target.resource.key).filter(matches)) {
        known.add(object.metadata.uid)
        send('ADDED', object)
      }
    } else {
      if (Number(since) + 1 < oldestRevision() && Number(since) < store.revision) {
        send('ERROR', failureStatus(410, `too old resource version: ${since} (${oldestRevision()})`))
        return res.end()
      }
      for (const object of store.list(target.resource.key)) {
        if (Number(object.metadata.resourceVersion) <= Number(since) && matches(object)) known.add(object.metadata.uid)
      }
      for (const change of store.history) if (change.revision > Number(since)) forward(change)
    }
    const unsubscribe = store.subscribe(forward)
    const seconds = Number(query.get('timeoutSeconds') ?? 1800)
    const timer = setTimeout(() => res.end(), seconds * 1000)
    const bookmark = () => {
      const { kind, apiVersion } = target.resource
      const metadata = { resourceVersion: String(store.revision), creationTimestamp: null }
      res.write(`${JSON.stringify({ type: 'BOOKMARK', object: { kind, apiVersion, metadata } })}\n`)
    }
    const bookmarks =
      query.get('allowWatchBookmarks') === 'true' && !asTable ? setInterval(bookmark, BOOKMARK_MS) : undefined
    res.on('close', () => {
      clearTimeout(timer)
      clearInterval(bookmarks)
      unsubscribe()
    })
  }

  const decode = (req, body) =>
    String(req.headers['content-type']).includes('yaml')
      ? parseManifest(body.toString())[0]
      : JSON.parse(body.toString())

  function create(res, { resource, namespace, name, subresource }, object) {
    if (subresource === 'eviction') {
      remove(res, { resource, namespace, name }, object.deleteOptions)
      return
    }
    const { generateName } = object.metadata ?? {}
    const suffix = Math.random().toString(36).slice(2, 7)
    const metadata = { ...object.metadata, name: object.metadata?.name ?? `${generateName}${suffix}` }
    if (resource.namespaced) metadata.namespace = namespace ?? metadata.namespace ?? 'default'
    if (store.get(resource.key, metadata.name, metadata.namespace)) {
      return sendFailure(res, 409, `${resource.plural} "${metadata.name}" already exists`, {
        name: metadata.name,
        kind: resource.plural,
      })
    }
    sendJson(res, 201, store.put(resource.key, grown(withType(resource, { ...object, metadata }))))
  }

  function replace(res, { resource, namespace, name, subresource }, object) {
    const old = store.get(resource.key, name, namespace)
    if (!old) return notFound(res, resource, name)
    if (isAnother(object.metadata, old)) return conflict(res, resource, old, object.metadata)
    const next =
      subresource === 'status' ? { ...old, status: object.status } : { ...object, status: object.status ?? old.status }
    const whole = withType(resource, { ...next, metadata: { ...old.metadata, ...object.metadata } })
    sendJson(res, 200, store.put(resource.key, grown(whole, old)))
  }

  function patch(req, res, { resource, namespace, name }, body) {
    const old = store.get(resource.key, name, namespace)
    const type = String(req.headers['content-type'])
    if (!old && !type.includes('apply-patch')) return notFound(res, resource, name)
    if (old && isAnother(body.metadata, old)) return conflict(res, resource, old, body.metadata)
    const base = old ?? withType(resource, { metadata: { name, ...(resource.namespaced ? { namespace } : {}) } })
    const apply = type.includes('json-patch')
      ? jsonPatch
      : type.includes('merge-patch') && !type.includes('strategic')
        ? mergePatch
        : strategicMerge
    const next = apply(base, body)
    sendJson(res, old ? 200 : 201, store.put(resource.key, grown(next, old)))
  }

  /** A pod on a node ends first: its kubelet has it removed. */
  function endGracefully(resource, object, seconds) {
    if (resource.kind !== 'Pod' || !object.spec?.nodeName || seconds === 0) return undefined
    return store.update(resource.key, object.metadata, (pod) => ended(pod, seconds ?? 30))
  }

  function remove(res, { resource, namespace, name }, options = {}) {
    const present = store.get(resource.key, name, namespace)
    if (!present) return notFound(res, resource, name)
    if (isAnother(options.preconditions, present)) return conflict(res, resource, present, options.preconditions)
    const ending = endGracefully(resource, present, options.gracePeriodSeconds)
    if (ending) return sendJson(res, 200, withType(resource, ending))
    const object = store.remove(resource.key, name, namespace)
    onDelete(resource.key, object)
    sendJson(res, 200, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name, kind: resource.plural, uid: object.metadata.uid },
    })
  }

  function scale(res, { resource, namespace, name }, body) {
    const old = store.get(resource.key, name, namespace)
    if (!old) return notFound(res, resource, name)
    if (isAnother(body?.metadata, old)) return conflict(res, resource, old, body.metadata)
    const wanted = body && (body.spec?.replicas ?? 0)
    const object = body ? store.put(resource.key, grown({ ...old, spec: { ...old.spec, replicas: wanted } }, old)) : old
    sendJson(res, 200, {
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: scaleMetadata(object.metadata),
      // Go leaves out a zero.
      spec: object.spec.replicas === 0 ? {} : { replicas: object.spec.replicas ?? 1 },
      status: { replicas: object.status?.replicas ?? 0 },
    })
  }

  function removeAll(res, target, query) {
    for (const object of store.list(target.resource.key).filter(matching(target, query))) {
      if (endGracefully(target.resource, object)) continue
      onDelete(target.resource.key, store.remove(target.resource.key, object.metadata.name, object.metadata.namespace))
    }
    sendJson(res, 200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' })
  }

  async function handleObject(req, res, target, query) {
    const { resource, namespace, name, subresource } = target
    if (req.method === 'GET') {
      if (query.get('watch') === 'true' || query.get('watch') === '1') return watch(req, res, target, query)
      if (!name) return list(req, res, target, query)
      const object = store.get(resource.key, name, namespace)
      if (!object) return notFound(res, resource, name)
      if (subresource === 'log') return sendPodLog(res, object, query)
      if (subresource === 'scale') return scale(res, target)
      return sendJson(
        res,
        200,
        wantsTable(req) ? table(resource.kind, [object], object.metadata.resourceVersion) : withType(resource, object),
      )
    }
    const body = await readBody(req)
    if (String(req.headers['content-type']).includes('protobuf')) {
      return sendFailure(
        res,
        415,
        'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml',
      )
    }
    if (req.method === 'DELETE')
      return name ? remove(res, target, deleteOptions(body, query)) : removeAll(res, target, query)
    let object
    try {
      object = decode(req, body)
    } catch (error) {
      return sendFailure(res, 400, `the body of the request was in an unknown format: ${error.message}`)
    }
    if (subresource === 'scale') return scale(res, target, object)
    if (req.method === 'POST') return create(res, target, object)
    if (req.method === 'PUT') return replace(res, target, object)
    if (req.method === 'PATCH') return patch(req, res, target, object)
    sendFailure(res, 405, 'the server does not allow this method on the requested resource')
  }

  return async function handle(req, res, url) {
    const path = url.pathname.replace(/(.)\/$/, '$1')
    if (['/readyz', '/livez', '/healthz'].includes(path)) {
      const name = path.slice(1)
      const verbose = url.searchParams.has('verbose')
      return sendText(
        res,
        200,
        verbose ? `${CHECKS.map((check) => `[+]${check} ok\n`).join('')}${name} check passed\n` : 'ok',
      )
    }
    if (path === '/version') return sendJson(res, 200, gitVersion)
    const document = discovery(path, `${address}:6443`)
    if (document) return sendJson(res, 200, document)
    const target = parsePath(path)
    if (!target)
      return path.startsWith('/api')
        ? sendText(res, 404, '404 page not found\n')
        : sendFailure(res, 404, 'the server could not find the requested resource')
    await handleObject(req, res, target, url.searchParams)
  }
}
