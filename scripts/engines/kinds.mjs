// The engines that `npm run test:engines` knows: what Debian's suites hold, so that no other source is needed.

/**
 * @typedef {object} Kind
 * @property {string} name
 * @property {string} title
 * @property {'bookworm' | 'trixie' | 'sid'} suite
 * @property {'docker' | 'podman'} program
 * @property {Record<string, string>} [env] for the engine
 * @property {object} [daemon] for Docker's daemon.json
 * @property {string} [timeZone] of the engine, where it is not to be UTC
 */

/** @type {readonly Kind[]} */
export const kinds = [
  { name: 'docker20', title: 'Docker 20.10', suite: 'bookworm', program: 'docker' },
  { name: 'docker26', title: 'Docker 26', suite: 'trixie', program: 'docker' },
  { name: 'docker28', title: 'Docker 28', suite: 'sid', program: 'docker' },
  {
    name: 'docker28-containerd',
    title: 'Docker 28, containerd image store',
    suite: 'sid',
    program: 'docker',
    daemon: { features: { 'containerd-snapshotter': true } },
  },
  {
    name: 'docker28-api144',
    title: 'Docker 28, minimum API 1.44',
    suite: 'sid',
    program: 'docker',
    env: { DOCKER_MIN_API_VERSION: '1.44' },
  },
  { name: 'podman', title: 'Podman 5.8', suite: 'sid', program: 'podman' },
  { name: 'podman-shanghai', title: 'Podman 5.8 in UTC+8', suite: 'sid', program: 'podman', timeZone: 'Asia/Shanghai' },
]

/** A name, or the beginning of several: `docker` is every Docker. Without names, all. @param {readonly string[]} names */
export function chosenKinds(names) {
  const of = (word) => {
    const exact = kinds.filter(({ name }) => name === word)
    return exact.length > 0 ? exact : kinds.filter(({ name }) => name.startsWith(word))
  }
  const wanted = new Set(names.length === 0 ? kinds : names.flatMap(of))
  return { chosen: kinds.filter((kind) => wanted.has(kind)), unknown: names.filter((name) => of(name).length === 0) }
}
