// `k3s server`: the boot of a server in the order of a real one.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packagedManifests } from './addons.mjs'
import * as agentFiles from './agent-files.mjs'
import { createApi } from './api.mjs'
import { scaled, sleep, untilPercent } from './clock.mjs'
import { EtcdCluster, memberName } from './cluster.mjs'
import { startControllers } from './controllers.mjs'
import { startDeploy, writePackaged } from './deploy.mjs'
import { fault, handleSignals, strikeAtStart, strikeWhenUp } from './faults.mjs'
import { httpsRequest } from './http.mjs'
import { clearTombstone, joinCluster } from './join.mjs'
import { writeKubeconfig } from './kubeconfig.mjs'
import { Kubelet } from './kubelet.mjs'
import { fatal, info } from './log.mjs'
import { nodeIdentity } from './node-identity.mjs'
import { issue, serverPki } from './pki.mjs'
import { checkToken, openDatastore, pingDatabase, tokenPassword, writeTokens } from './server-data.mjs'
import * as lines from './server-lines.mjs'
import { singleServer } from './single.mjs'
import { startSupervisor } from './supervisor.mjs'
import { fullToken, parseToken, readToken } from './token.mjs'
import { checkSettings, criticalValues } from './validation.mjs'

export async function runServer(settings, version) {
  checkSettings(settings)
  const dataDir = settings.dataDir ?? '/var/lib/rancher/k3s'
  const serverDir = join(dataDir, 'server')
  const agentDir = join(dataDir, 'agent')
  const tlsDir = join(serverDir, 'tls')
  const port = settings.httpsListenPort ?? 6443
  const dns = settings.clusterDns?.[0] ?? '10.43.0.10'
  const cleanups = []
  const stop = async () => {
    for (const cleanup of cleanups.reverse()) await cleanup()
  }
  handleSignals({ version, stop })
  lines.starting(version)
  strikeAtStart()
  const identity = nodeIdentity(settings)
  mkdirSync(serverDir, { recursive: true, mode: 0o700 })
  const storedToken = existsSync(join(serverDir, 'token'))
    ? await readToken({ tokenFile: join(serverDir, 'token') })
    : undefined
  const given = await readToken(settings)
  clearTombstone(serverDir, settings)
  const isEtcd =
    settings.clusterInit === true || settings.server !== undefined || existsSync(join(serverDir, 'db/etcd'))
  const isJoining = settings.server !== undefined && !existsSync(join(serverDir, 'db/etcd/name'))
  const password = given
    ? tokenPassword(given)
    : storedToken
      ? parseToken(storedToken).password
      : randomBytes(16).toString('hex')

  const name = isEtcd ? memberName(serverDir, identity) : undefined
  const joined = isJoining
    ? await joinCluster({ settings, token: given, tlsDir, identity, memberName: name, port })
    : undefined
  if (settings.datastoreEndpoint && !/^(sqlite|https?):/.test(settings.datastoreEndpoint)) {
    lines.externalDatabase(settings.datastoreEndpoint)
    await pingDatabase(settings.datastoreEndpoint)
  }
  const store = openDatastore(serverDir, isEtcd)
  const isFirst = store.isNew
  if (joined) store.load(joined.state)
  checkToken(store, password)
  lines.datastore({ settings, version, isEtcd, isFirst, hasToken: given !== undefined })
  const pki = serverPki(tlsDir)
  const token = fullToken(pki.serverCa.cert, 'server', password)
  const agentToken = await readToken(settings, 'agent')
  const cluster = isEtcd
    ? new EtcdCluster({
        store,
        serverDir,
        tlsDir,
        identity,
        version,
        password,
        caPem: pki.serverCa.cert,
        name,
        port,
        critical: criticalValues(settings),
      })
    : singleServer
  const state = {
    hasBooted: false,
    hangs: fault === 'api-never',
    isCoreReady: false,
    get isApiReady() {
      return this.hasBooted && cluster.isAvailable()
    },
  }
  if (isEtcd) {
    await cluster.open({ isNew: isFirst, isJoined: joined !== undefined, settings })
    cleanups.push(() => cluster.stop())
  }
  store.save()
  cleanups.push(() => store.save())

  await untilPercent(3)
  const sans = [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    `kubernetes.default.svc.${settings.clusterDomain ?? 'cluster.local'}`,
    'localhost',
    '127.0.0.1',
    '::1',
    identity.name,
    identity.ip,
    '10.43.0.1',
    ...(identity.externalIp ? [identity.externalIp] : []),
    ...settings.tlsSan,
  ]
  const uniqueSans = [...new Set(sans)]
  lines.noCachedCertificate(port, isFirst)
  const leaf = issue(pki.serverCa, { cn: 'k3s', o: ['k3s'], sans: uniqueSans, usages: ['serverAuth'] })
  const serving = { cert: leaf.cert + pki.serverCa.cert, key: leaf.key }
  lines.activeTls(uniqueSans)

  const disabled = settings.disable
  const controllers = startControllers({
    store,
    version,
    isLeader: () => state.isApiReady && cluster.isLeader(),
    disabled,
    ...{ registry: settings.systemDefaultRegistry, serverIp: identity.ip },
    controllerArgs: settings.kubeControllerManagerArg,
    onNodeRemoved: (node) => cluster.removeMember?.(node.metadata.name),
  })
  cleanups.push(controllers.stop)
  const api = createApi({ store, version, address: identity.ip, onDelete: controllers.afterDelete })
  const config = {
    ClusterDNS: dns,
    ClusterDomain: settings.clusterDomain ?? 'cluster.local',
    FlannelBackend: settings.flannelBackend ?? 'vxlan',
    ServiceIPRange: '10.43.0.0/16',
    ClusterIPRange: '10.42.0.0/16',
    systemDefaultRegistry: settings.systemDefaultRegistry ?? '',
  }
  const agentPassword = agentToken ? parseToken(agentToken).password : undefined
  const passwords = { server: [password], node: [password, ...(agentPassword ? [agentPassword] : [])] }
  const supervisor = await startSupervisor({
    pki,
    serving,
    port,
    bindAddress: settings.bindAddress,
    passwords,
    store,
    version,
    state,
    staticDir: join(serverDir, 'static'),
    api,
    cluster,
    config,
    addresses: () => cluster.addresses?.() ?? [`${identity.ip}:${port}`],
  }).catch((failure) =>
    fatal(
      `Error: preparing server: failed to start supervisor listener: listen tcp :${port}: bind: ${failure.code === 'EADDRINUSE' ? 'address already in use' : failure.message}`,
    ),
  )
  cleanups.push(supervisor.close)
  const servingPath = join(tlsDir, 'dynamic-cert.json')
  writeFileSync(
    servingPath,
    JSON.stringify({
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { name: 'k3s-serving', namespace: 'kube-system' },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': Buffer.from(serving.cert).toString('base64') },
    }),
    { mode: 0o600 },
  )

  const registries = await agentFiles.loadRegistries(settings)
  agentFiles.checkResolvConf(settings, agentDir)
  await untilPercent(5)
  info(`Password verified locally for node ${identity.name}`)
  const kubeletServing = issue(pki.serverCa, {
    cn: identity.name,
    sans: [identity.name, identity.ip, '127.0.0.1'],
    usages: ['serverAuth'],
  })
  const kubeletClient = issue(pki.clientCa, {
    cn: `system:node:${identity.name}`,
    o: ['system:nodes'],
    usages: ['clientAuth'],
  })
  const proxyClient = issue(pki.clientCa, { cn: 'system:kube-proxy', usages: ['clientAuth'] })
  const controllerClient = issue(pki.clientCa, { cn: 'system:k3s-controller', usages: ['clientAuth'] })
  const certificates = {
    'client-ca.crt': pki.clientCa.cert,
    'server-ca.crt': pki.serverCa.cert,
    'serving-kubelet.crt': kubeletServing.cert,
    'serving-kubelet.key': kubeletServing.key,
    'client-kubelet.crt': kubeletClient.cert,
    'client-kubelet.key': kubeletClient.key,
    'client-kube-proxy.crt': proxyClient.cert,
    'client-kube-proxy.key': proxyClient.key,
    'client-k3s-controller.crt': controllerClient.cert,
    'client-k3s-controller.key': controllerClient.key,
  }
  agentFiles.writeAgentFiles({
    agentDir,
    certificates,
    apiUrl: `https://127.0.0.1:${port}`,
    settings,
    version,
    registries,
  })
  lines.coreNotReady()
  agentFiles.logKernelModules()
  await untilPercent(8)
  agentFiles.launchContainerd(agentDir)
  agentFiles.logKubeProxy({ agentDir, settings, identity })
  lines.savingBootstrap(given !== undefined)
  await cluster.becomeReady?.()
  lines.datastoreReady()
  await untilPercent(10)
  lines.controlPlane({ settings, port, identity })
  writeTokens(serverDir, { token, agentToken: agentToken && fullToken(pki.serverCa.cert, 'node', agentPassword) })
  lines.tokens({ serverDir, identity, port })
  writeKubeconfig({ settings, port, caPem: pki.serverCa.cert, admin: pki.admin })
  lines.apiServerOptions({ identity, version })
  await untilPercent(14)
  agentFiles.containerdStarting()
  lines.apiServerBegins()
  await untilPercent(18)
  await agentFiles.containerdReady({ agentDir, settings, version, identity })
  lines.tunnel(identity)
  await untilPercent(26)
  lines.apiServerServes()
  await untilPercent(34)
  lines.apiServerObjects(identity)
  await untilPercent(38)
  if (fault === 'api-never') return new Promise(() => setInterval(lines.pollFailed, 20_000))
  if (cluster.isLeader()) controllers.bootstrap()
  state.hasBooted = true
  await untilPercent(40)
  lines.up({ withMilestone: fault !== 'no-milestone' })

  await untilPercent(43)
  lines.customResources(isFirst)
  const manifests = join(serverDir, 'manifests')
  const packaged = packagedManifests({
    version,
    disabled,
    registry: settings.systemDefaultRegistry,
    dns,
    domain: settings.clusterDomain ?? 'cluster.local',
  })
  const charts = join(serverDir, 'static/charts')
  mkdirSync(charts, { recursive: true })
  lines.charts(charts, version)
  for (const name of ['traefik', 'traefik-crd']) writeFileSync(join(charts, `${name}-${version.traefik}.tgz`), '')
  const deploy = startDeploy({ directory: manifests, store, controllers })
  cleanups.push(deploy.stop)
  for (const path of writePackaged(manifests, packaged, disabled)) deploy.remove(path)
  lines.controllersStart({ identity, isFirst, sans: uniqueSans })
  if (cluster.isLeader()) {
    controllers.apply({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'cluster-dns', namespace: 'kube-system' },
      data: { clusterDNS: dns, clusterDomain: settings.clusterDomain ?? 'cluster.local' },
    })
    controllers.apply({
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { name: 'k3s-serving', namespace: 'kube-system' },
      type: 'kubernetes.io/tls',
      data: {
        'tls.crt': Buffer.from(serving.cert).toString('base64'),
        'tls.key': Buffer.from(serving.key).toString('base64'),
      },
    })
    deploy.scan()
  }

  const credentials = { ca: pki.serverCa.cert, cert: kubeletClient.cert, key: kubeletClient.key }
  const request = (method, path, body) =>
    httpsRequest(`https://127.0.0.1:${port}${path}`, { method, body, ...credentials })
  const kubelet = new Kubelet({ request, identity, settings, role: 'server', version, isEtcd, agentDir })
  cleanups.push(() => kubelet.stop())
  // k3s asks its own API each 2 s, and has no answer for agents before that; its own kubelet does not need one.
  void untilPercent(isFirst ? 52 : 47.5).then(() => Object.assign(state, { isCoreReady: true }))
  if (!settings.disableAgent) {
    await untilPercent(isFirst ? 49.5 : 45)
    await kubelet.register()
    lines.nodeJoined(identity)
    await sleep(scaled(200))
    await kubelet.startNetwork()
    await cluster.afterRegistration?.(request)
  }
  await strikeWhenUp({ version, stop })
}
