// A pod whose images do not come: what its kubelet says, in the order and with the words of recordings/k3s-v1.36.3/started-together.
import { hostname } from 'node:os'
import { scaled } from './clock.mjs'
import { fault } from './faults.mjs'
import { fullReference, listImages } from './images.mjs'
import { klog } from './log.mjs'

/** A kubelet tries a sandbox again after some 12 s, and on the first boot of a node it has failed once before for want of a network. */
const SANDBOX_RETRY_MS = 12_000
const IMAGE_RETRY_MS = 10_000

/** Go quotes what it quotes once more. */
const quoted = (text) => JSON.stringify(text).slice(1, -1)

function pullError(image) {
  const ref = fullReference(image)
  const [registry, ...rest] = ref.split('/')
  const [, repository, tag] = /^(.+):([^:]+)$/.exec(rest.join('/'))
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry
  return `failed to pull and unpack image "${ref}": failed to resolve reference "${ref}": failed to do request: Head "https://${host}/v2/${repository}/manifests/${tag}": dial tcp: lookup ${host} on 127.0.0.11:53: no such host`
}

/** The first image that a pod's node does not have and cannot get; the pause image is asked for first. Undefined where nothing is missing. */
function missingImage(pod, pauseImage) {
  const own = pod.spec.containers.map(({ image }) => image)
  // Top-level domains that nobody can register (RFC 2606).
  const unresolvable = own.find((image) => /^[^/]+\.(?:example|invalid)(?::\d+)?\//.test(image))
  if (unresolvable) return unresolvable
  if (fault === 'dns-pull-fails' && pod.metadata.name.startsWith('coredns')) return own[0]
  if (fault !== 'no-registry') return undefined
  const present = new Set(listImages().map(({ ref }) => ref))
  return [pauseImage, ...own].find((image) => !present.has(fullReference(image)))
}

/**
 * Tries until the images are there, and then calls `start`. Only the events tell of a missing pause image: the status of the pod's
 * containers stays ContainerCreating.
 * @param {{ pod: { metadata: { name: string }, spec: { containers: { image: string }[] } }, pauseImage: string, isRestart: boolean,
 *   isGone: () => boolean, recordEvent: (pod: object, reason: string, message: string, type: string) => void,
 *   setWaiting: (reason: string, message?: string) => void, start: () => void }} options
 */
export function startWithImages({ pod, pauseImage, isRestart, isGone, recordEvent, setWaiting, start }) {
  const warn = (reason, message) => recordEvent(pod, reason, message, 'Warning')
  const again = (ms) => setTimeout(attempt, scaled(ms))
  if (!missingImage(pod, pauseImage)) return start()
  if (isRestart || fault !== 'no-registry') return again(1000)
  setTimeout(() => {
    const id = `${pod.metadata.uid}${pod.metadata.uid}`.replace(/-/g, '')
    warn(
      'FailedCreatePodSandBox',
      `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "${id}": plugin type="flannel" failed (add): failed to load flannel 'subnet.env' file: open /run/flannel/subnet.env: no such file or directory. Check the flannel pod log for this node.`,
    )
    again(SANDBOX_RETRY_MS)
  }, scaled(1000))

  function attempt() {
    if (isGone()) return
    const image = missingImage(pod, pauseImage)
    if (!image) return start()
    const message = pullError(image)
    if (image === pauseImage) {
      const error = `rpc error: code = Unknown desc = failed to pull image "${image}": ${message}`
      warn('FailedCreatePodSandBox', `Failed to create pod sandbox: ${error}`)
      logSandbox(pod, error)
      again(SANDBOX_RETRY_MS)
      return
    }
    recordEvent(pod, 'Pulling', `Pulling image "${image}"`)
    warn('Failed', `Failed to pull image "${image}": ${message}`)
    warn('Failed', 'Error: ErrImagePull')
    setWaiting('ErrImagePull', message)
    setTimeout(() => {
      if (isGone()) return
      recordEvent(pod, 'BackOff', `Back-off pulling image "${image}"`)
      setWaiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${message}`)
      again(IMAGE_RETRY_MS)
    }, scaled(1000))
  }
}

/** What the kubelet of this very node logs. */
function logSandbox({ metadata: { name, namespace, uid }, spec }, error) {
  if (spec.nodeName !== hostname()) return
  const err = `err="${quoted(error)}"`
  const where = `pod="${namespace}/${name}"`
  const full = `${name}_${namespace}(${uid})`
  const nested = quoted(
    `failed to "CreatePodSandbox" for "${full}" with CreatePodSandboxError: "${quoted(`Failed to create sandbox for pod "${full}": ${error}`)}"`,
  )
  klog('E', 'remote_runtime.go:237', `"RunPodSandbox from runtime service failed" ${err}`)
  klog('E', 'kuberuntime_sandbox.go:70', `"Failed to create sandbox for pod" ${err} ${where}`)
  klog('E', 'kuberuntime_manager.go:1614', `"CreatePodSandbox for pod failed" ${err} ${where}`)
  klog('E', 'pod_workers.go:1338', `"Error syncing pod, skipping" err="${nested}" ${where} podUID="${uid}"`)
}
