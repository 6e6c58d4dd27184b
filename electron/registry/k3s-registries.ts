/** By Kubernetes' minor version, the first patch whose k3s gives containerd hosts.toml files (k3s.md 6.2). */
const firstPatches: Readonly<Record<number, number>> = { 26: 13, 27: 10, 28: 6, 29: 1 }

/**
 * Whether this k3s gives containerd `certs.d/…/hosts.toml`, which is read at each pull, instead of a part of config.toml, which is read when
 * it starts. Undefined where the version is not known well enough.
 */
export function writesHostsFiles(k3sVersion: string | undefined): boolean | undefined {
  const [, major, minorText, patchText] = /^v(\d+)\.(\d+)(?:\.(\d+))?/.exec(k3sVersion ?? '') ?? []
  if (major !== '1') return undefined
  const [minor, patch] = [Number(minorText), patchText === undefined ? undefined : Number(patchText)]
  const first = firstPatches[minor]
  if (first === undefined) return minor > 29
  return patch === undefined ? undefined : patch >= first
}

/** containerd 1.4, until k3s v1.21, has a mirror of its own for docker.io, before which `"*"` gives way (k3s#2088). */
export function hasOwnHubMirror(k3sVersion: string | undefined): boolean {
  const [, minor] = /^v1\.(\d+)/.exec(k3sVersion ?? '') ?? []
  return minor !== undefined && Number(minor) < 22
}
