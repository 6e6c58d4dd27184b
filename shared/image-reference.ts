import { z } from 'zod'
import { releases, stableTag } from './k3s-releases.ts'

/** Where k3s' own images are published. */
const k3sRepositories = ['rancher/k3s', 'docker.io/rancher/k3s', 'index.docker.io/rancher/k3s', 'ghcr.io/k3s-io/k3s']

/** `v1.36`, `1.36.2`, `v1.36.2+k3s1`, `v1.36.2-rc1-k3s1`, with the architecture that old tags had. */
const version = /^v?(\d+\.\d+)(\.\d+)?(-rc\d+)?(?:[-+](k3s\d+))?(-(?:amd64|arm64|arm))?$/i

/** Whether an image is named by its k3s version alone. */
export const isK3sVersion = (typed: string): boolean => versionTag(typed) !== undefined

/**
 * An image as `docker pull` takes it, from what people copy: a k3s version alone (with the `+` that no tag may have), an address of
 * Docker Hub or of a release on GitHub, blanks and quotes around it, capitals in its name. What can only mean one thing is taken
 * for that; everything else stays as it is.
 */
export function imageFrom(typed: string): string {
  const text = typed
    .trim()
    .replace(/^docker (?:image )?pull\s+/, '')
    .replace(/^(["'`])(.*)\1$/, '$2')
    .trim()
  const tag = versionTag(ofRelease(text) ?? text)
  if (tag !== undefined) return `rancher/k3s:${tag}`
  const [, repository = text, given, digest = ''] = /^(.+?)(?::([^/:@]+))?(@.+)?$/.exec(withoutPage(text)) ?? []
  // An id is `sha256:…`, a tag only by its looks.
  if (repository === 'sha256') return text
  const name = lowerCase(repository)
  if (given === undefined) return `${name}${digest}`
  const own = k3sRepositories.includes(name) ? versionTag(given) : undefined
  return `${name}:${own ?? given.replaceAll('+', '-')}${digest}`
}

/** The tag of a k3s version; undefined for what is none. A version without its k3s part means the release of it that is known, else the first. */
function versionTag(text: string): string | undefined {
  if (text === 'stable') return stableTag
  if (text === 'latest') return 'latest'
  const [, minor, patch = '', candidate = '', build, architecture = ''] = version.exec(text) ?? []
  if (minor === undefined) return undefined
  const plain = `v${minor}${patch}${candidate}`
  if (build !== undefined) return `${plain}-${build.toLowerCase()}${architecture}`
  const known = releases.find(({ tag }) => tag.startsWith(patch === '' ? `${plain}.` : `${plain}-`))
  return known?.tag ?? (patch === '' ? plain : `${plain}-k3s1`)
}

/** The version in an address such as https://github.com/k3s-io/k3s/releases/tag/v1.36.2%2Bk3s1. */
function ofRelease(text: string): string | undefined {
  const [, tag] = /^(?:https?:\/\/)?github\.com\/k3s-io\/k3s\/releases\/(?:tag|download)\/([^/?#]+)/.exec(text) ?? []
  return tag?.replace(/%2B/i, '+')
}

/** Without what only a browser's address has. */
function withoutPage(text: string): string {
  return text
    .replace(/^(?:https?|docker|oci):\/\//, '')
    .replace(/^hub\.docker\.com\/layers\/([^/]+\/[^/]+)\/([^/]+)(?:\/.*)?$/, '$1:$2')
    .replace(/^hub\.docker\.com\/(?:r|_|repository\/docker)\//, '')
    .replace(/[?#].*$/, '')
    .replace(/\/(?:tags)?\/?$/, '')
}

/** A registry's host may have capitals, which Docker keeps; a name must not. */
function lowerCase(repository: string): string {
  const [first = '', ...rest] = repository.split('/')
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  return [isHost ? first : first.toLowerCase(), ...rest.map((part) => part.toLowerCase())].join('/')
}

/** An image reference as `docker pull` takes it: `rancher/k3s:v1.36.2-k3s1`, `host:5000/k3s@sha256:…`, or a local image's id. */
export const ImageReference = z
  .string()
  .overwrite(imageFrom)
  .max(255)
  .regex(
    /^[a-z0-9][\w.-]*(:\d+)?(\/[a-z0-9][\w.-]*)*(:[\w][\w.-]{0,127})?(@sha256:[a-f0-9]{64})?$/i,
    'is not written as images are',
  )

/** A k3s image by its name and tag: what it brings along is known by its version alone. */
const k3sTag = /(?:^|[/-])k3s(?:-[^/:]*)?:(v\d+\.\d+\.\d+(?:-rc\d+)?)-(k3s\d+)(?:-(?:amd64|arm64|arm))?$/

/** The version that the name of a k3s image says. */
export function k3sVersionOfImage(name: string): string | undefined {
  const [, release, build] = k3sTag.exec(name) ?? []
  return release === undefined ? undefined : `${release}+${build}`
}

/** Whether a reference names a local image by what it is, which no registry can be asked for. */
export function isImageId(image: string): boolean {
  return /^(?:sha256:[0-9a-f]{12,64}|[0-9a-f]{12}|[0-9a-f]{64})$/.test(image)
}
