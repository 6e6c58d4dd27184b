// What a change is made from: the version, the identity and the number of the spec that somebody means.
import { failureStatus, sendJson } from './http.mjs'

const WITH_GENERATION = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Ingress']

/** Counts the specs that an object has had: its controller says of which one its status is. */
export function grown(next, old) {
  if (!WITH_GENERATION.includes(next.kind)) return next
  const isSame = old && JSON.stringify(old.spec) === JSON.stringify(next.spec)
  const before = old?.metadata.generation
  return { ...next, metadata: { ...next.metadata, generation: isSame ? before : (before ?? 0) + 1 } }
}

/** What somebody means has another identity or another version by now. */
export const isAnother = (meant, { metadata }) =>
  (meant?.uid !== undefined && meant.uid !== metadata.uid) ||
  (meant?.resourceVersion !== undefined && meant.resourceVersion !== metadata.resourceVersion)

export function conflict(res, { plural, apiVersion }, { metadata: { name, uid } }, meant) {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : ''
  const why =
    meant.uid !== undefined && meant.uid !== uid
      ? `Precondition failed: UID in precondition: ${meant.uid}, UID in object meta: ${uid}`
      : 'the object has been modified; please apply your changes to the latest version and try again'
  const message = `Operation cannot be fulfilled on ${plural}${group} "${name}": ${why}`
  sendJson(res, 409, { ...failureStatus(409, message), reason: 'Conflict' })
}

export function deleteOptions(body, query) {
  const options = body.length > 0 ? JSON.parse(body.toString()) : {}
  const seconds = query.get('gracePeriodSeconds')
  return seconds === null ? options : { ...options, gracePeriodSeconds: Number(seconds) }
}
