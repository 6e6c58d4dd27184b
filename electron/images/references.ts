/** `app:1` → `docker.io/library/app:1`, as containerd and kubelets call it. */
export function fullReference(reference: string): string {
  const [first = '', ...rest] = reference.split('/')
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const path = rest.length > 0 ? reference : `library/${reference}`
  const named = hasHost ? reference : `docker.io/${path}`
  const hub = named
    .replace(/^index\.docker\.io\//, 'docker.io/')
    .replace(/^docker\.io\/([^/]+)$/, 'docker.io/library/$1')
  return /[:@][^/]*$/.test(hub) ? hub : `${hub}:latest`
}

/** As people and Docker write it. */
export const familiarReference = (reference: string): string =>
  reference.replace(/^docker\.io\/library\//, '').replace(/^docker\.io\//, '')

/** What k3s itself runs now and then, such as for the installation of a chart. A closed network has no second copy. */
export const isOfK3s = (reference: string): boolean =>
  /^(docker\.io\/)?rancher\/(mirrored-|klipper-|local-path-)/.test(reference)

/** A kubelet pulls such an image each time, unless the pod says otherwise. */
export const isAlwaysPulled = (reference: string): boolean => fullReference(reference).endsWith(':latest')
