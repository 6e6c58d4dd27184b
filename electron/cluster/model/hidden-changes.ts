import type { ClusterSpec } from '#shared/cluster.ts'
import { changedSecrets, secretMask as mask } from '../../registry/registry-secrets.ts'
import { meantSpec, shownSpec } from './shown-spec.ts'

interface HiddenChange {
  readonly field: string
  readonly before: string
  readonly after: string
}

/** Secrets that are replaced by others, by their place: what is shown of a spec is the same before and after. */
export function hiddenChanges(old: ClusterSpec, spec: ClusterSpec): HiddenChange[] {
  const meant = meantSpec(spec, old)
  const [shownBefore, shownAfter] = [placesOf(shownSpec(old)), placesOf(shownSpec(meant))]
  const [before, after] = [placesOf(old), placesOf(meant)]
  const ofRegistries = changedSecrets(old.registries, meant.registries).map((path) => ({
    field: `registries.${path}`,
    before: mask,
    after: mask,
  }))
  const others = [...after].flatMap(([field, value]) => {
    const shown = shownAfter.get(field)
    const isHidden = shown !== undefined && shown === shownBefore.get(field) && value !== before.get(field)
    return isHidden ? [{ field, before: shown, after: shown }] : []
  })
  return [...ofRegistries, ...others]
}

/** All texts in which something may be hidden, besides the registries. */
function placesOf({ env, k3sArgs, token, datastore, registryFiles = {} }: ClusterSpec): Map<string, string> {
  return new Map([
    ...Object.entries(env).map(([name, value]): [string, string] => [`env.${name}`, value]),
    ...k3sArgs.map(({ flag }, at): [string, string] => [`k3sArgs.${at}`, flag]),
    ['token.value', token.kind === 'given' ? token.value : ''],
    ['datastore.endpoint', datastore.kind === 'external' ? datastore.endpoint : ''],
    ...Object.entries(registryFiles).map(([path, text]): [string, string] => [`registryFiles.${path}`, text]),
  ])
}
