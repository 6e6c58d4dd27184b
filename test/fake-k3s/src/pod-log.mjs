// A few plausible lines for the log endpoint of a pod.
import { sendFailure } from './http.mjs'

const LINES = {
  coredns: [
    '[INFO] plugin/reload: Running configuration SHA512 = 591cf328cccc12bc490481273e738df59329c62c0b729d94e8b61db9961c2fa5',
    'CoreDNS-1.14.4',
    'linux/amd64, go1.26.0, 1db4568',
  ],
  'metrics-server': ['Adding GroupVersion metrics.k8s.io v1beta1 to ResourceManager', 'Serving securely on [::]:10250'],
  traefik: [
    'INF Traefik version 3.7.4 built on 2026-06-02T09:44:10Z version=3.7.4',
    'INF Starting provider aggregator *aggregator.ProviderAggregator',
  ],
}
const FOLLOW_MS = 2000

/** Answers `GET …/pods/NAME/log`; `follow` goes on with a line every two seconds. */
export function sendPodLog(res, pod, query) {
  const container = query.get('container') ?? pod.spec.containers[0].name
  if (!pod.spec.containers.some(({ name }) => name === container)) {
    return sendFailure(res, 400, `container ${container} is not valid for pod ${pod.metadata.name}`)
  }
  const state = pod.status?.containerStatuses?.find(({ name }) => name === container)?.state
  if (!state || state.waiting) {
    const reason = state?.waiting?.reason ?? 'ContainerCreating'
    return sendFailure(
      res,
      400,
      `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${reason}`,
    )
  }
  const started = (state.running ?? state.terminated).startedAt
  const stamp = (text, time) => (query.get('timestamps') === 'true' ? `${time} ${text}\n` : `${text}\n`)
  const lines = LINES[container] ?? [`${container} started`, `listening as ${pod.status.podIP}`]
  const tail = query.get('tailLines')
  res.writeHead(200, { 'Content-Type': 'text/plain' })
  for (const line of tail === null ? lines : lines.slice(-Number(tail) || lines.length)) res.write(stamp(line, started))
  if (query.get('follow') !== 'true' || !state.running) return res.end()
  let count = 0
  const timer = setInterval(
    () => res.write(stamp(`${container} heartbeat ${++count}`, new Date().toISOString())),
    FOLLOW_MS,
  )
  res.on('close', () => clearInterval(timer))
}
