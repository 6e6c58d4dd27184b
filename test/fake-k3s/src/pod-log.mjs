// What a container in a pod has printed: a few plausible lines at its start, then one every two seconds for as long as it runs.
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
const BEAT_MS = 2000

/** Answers `GET …/pods/NAME/log` with the parameters of PodLogOptions. */
export function sendPodLog(res, pod, query) {
  const container = query.get('container') ?? pod.spec.containers[0].name
  const { name } = pod.metadata
  if (!pod.spec.containers.some((each) => each.name === container)) {
    return sendFailure(res, 400, `container ${container} is not valid for pod ${name}`)
  }
  const status = pod.status?.containerStatuses?.find((each) => each.name === container)
  const isPrevious = query.get('previous') === 'true'
  const run = isPrevious ? status?.lastState : status?.state
  if (isPrevious && !run?.terminated) {
    return sendFailure(res, 400, `previous terminated container "${container}" in pod "${name}" not found`)
  }
  if (!run?.running && !run?.terminated) {
    const reason = run?.waiting?.reason ?? 'ContainerCreating'
    return sendFailure(res, 400, `container "${container}" in pod "${name}" is waiting to start: ${reason}`)
  }
  const begun = Date.parse((run.running ?? run.terminated).startedAt)
  const until = run.terminated ? Date.parse(run.terminated.finishedAt) : Date.now()
  const first = LINES[container] ?? [`${container} started`, `listening as ${pod.status.podIP}`]
  const beats = Math.max(0, Math.floor((until - begun) / BEAT_MS))
  const lines = [
    ...first.map((text, index) => ({ time: begun + index, text })),
    ...Array.from({ length: beats }, (_, index) => beat(container, begun, index + 1)),
  ]
  const hasTimes = query.get('timestamps') === 'true'
  const write = ({ time, text }) =>
    res.write(hasTimes ? `${new Date(time).toISOString().replace('Z', '123456Z')} ${text}\n` : `${text}\n`)
  res.writeHead(200, { 'Content-Type': 'text/plain' })
  for (const line of wanted(lines, query)) write(line)
  if (query.get('follow') !== 'true' || !run.running) return res.end()
  let count = beats
  const timer = setInterval(() => {
    count += 1
    write(beat(container, begun, count))
  }, BEAT_MS)
  res.on('close', () => clearInterval(timer))
}

const beat = (container, begun, number) => ({
  time: begun + number * BEAT_MS,
  text: `${container} heartbeat ${number}`,
})

/** `sinceTime` has whole seconds, for metav1.Time has no more. */
function wanted(lines, query) {
  const sinceTime = query.get('sinceTime')
  const sinceSeconds = query.get('sinceSeconds')
  const since = sinceTime
    ? Math.floor(Date.parse(sinceTime) / 1000) * 1000
    : sinceSeconds
      ? Date.now() - Number(sinceSeconds) * 1000
      : Number.NEGATIVE_INFINITY
  const fresh = lines.filter(({ time }) => time >= since)
  const tail = query.get('tailLines')
  return tail === null ? fresh : fresh.slice(Math.max(0, fresh.length - Number(tail)))
}
