// Everything that differs between k3s releases, so that the other modules ask for a fact instead of a number.
import { readFileSync } from 'node:fs'

/** @typedef {ReturnType<typeof versionFacts>} VersionFacts */

const COMPONENTS = [
  {
    from: [1, 36],
    go: 'go1.26.0',
    containerd: '2.3.1-k3s2',
    etcd: '3.6.12',
    kine: '0.16.1',
    traefik: '40.1.3+up40.1.0',
    images: {
      helm: 'klipper-helm:v0.11.1-build20260615',
      lb: 'klipper-lb:v0.4.17',
      localPath: 'local-path-provisioner:v0.0.36',
      coredns: 'mirrored-coredns-coredns:1.14.4',
      busybox: 'mirrored-library-busybox:1.37.0',
      traefik: 'mirrored-library-traefik:3.7.4',
      metrics: 'mirrored-metrics-server:v0.8.1',
      pause: 'mirrored-pause:3.6',
    },
  },
  {
    from: [1, 35],
    go: 'go1.25.5',
    containerd: '2.1.5-k3s1',
    etcd: '3.6.7',
    kine: '0.14.10',
    traefik: '38.0.201+up38.0.2',
    images: {
      helm: 'klipper-helm:v0.9.12-build20251215',
      lb: 'klipper-lb:v0.4.13',
      localPath: 'local-path-provisioner:v0.0.34',
      coredns: 'mirrored-coredns-coredns:1.14.0',
      busybox: 'mirrored-library-busybox:1.37.0',
      traefik: 'mirrored-library-traefik:3.6.7',
      metrics: 'mirrored-metrics-server:v0.8.0',
      pause: 'mirrored-pause:3.6',
    },
  },
  {
    from: [1, 0],
    go: 'go1.24.6',
    containerd: '2.1.4-k3s2',
    etcd: '3.6.4',
    kine: '0.14.0',
    traefik: '34.2.1+up34.2.0',
    images: {
      helm: 'klipper-helm:v0.9.8-build20250709',
      lb: 'klipper-lb:v0.4.13',
      localPath: 'local-path-provisioner:v0.0.32',
      coredns: 'mirrored-coredns-coredns:1.12.3',
      busybox: 'mirrored-library-busybox:1.36.1',
      traefik: 'mirrored-library-traefik:3.3.6',
      metrics: 'mirrored-metrics-server:v0.8.0',
      pause: 'mirrored-pause:3.6',
    },
  },
]

/** Facts about the release that an image tag such as `v1.36.2-k3s1` names. */
export function versionFacts(tag) {
  const version = tag.replace(/-(k3s\d+)$/, '+$1')
  const [, minor = 36, patch = 2] = (/^v1\.(\d+)\.(\d+)/.exec(version) ?? []).map(Number)
  const component = COMPONENTS.find(({ from }) => minor >= from[1]) ?? COMPONENTS[COMPONENTS.length - 1]
  // Late patch releases of 1.33 and 1.34 got the ordered shutdown of 1.35.
  const isNew = minor >= 35 || (minor === 34 && patch >= 2) || (minor === 33 && patch >= 6)
  return {
    tag,
    version,
    minor,
    commit: { 'v1.36.2+k3s1': '9f1bc2d4', 'v1.35.4+k3s1': '5dc8fe68' }[version] ?? '24fc436e',
    ...component,
    shutsDownInOrder: isNew,
    refusesCgroupV1: minor >= 35,
    setsMasterLabel: minor < 33,
    logsEventsThroughLogrus: minor >= 35,
    hasStartupVacuum: minor >= 36 || (minor === 35 && patch >= 6),
    hasTypedNodePassword: minor >= 35,
    reconcilesThroughTemporaryEtcd: !isNew,
  }
}

/** The facts of the release that this image stands for. */
export function currentVersion() {
  return versionFacts(readFileSync(new URL('../TAG', import.meta.url), 'utf8').trim())
}
