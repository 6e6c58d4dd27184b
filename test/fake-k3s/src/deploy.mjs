// The auto-deploy directory: packaged manifests are written at each start, and whatever lies there is applied when its
// content changes.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { error, info } from './log.mjs'
import { parseManifest, printYaml } from './yaml.mjs'

const SCAN_MS = 15_000

function manifestFiles(directory, isTop = true) {
  const files = []
  for (const name of readdirSync(directory).sort()) {
    const path = join(directory, name)
    if (name.startsWith('.') || !existsSync(path)) continue
    if (statSync(path).isDirectory()) files.push(...(isTop ? manifestFiles(path, false) : []))
    else if (/\.(ya?ml|json)$/i.test(name) && !existsSync(`${path}.skip`)) files.push(path)
  }
  return files
}

/** Writes the packaged manifests and removes those that are disabled now. */
export function writePackaged(directory, packaged, disabled) {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  for (const [name, objects] of packaged) {
    const path = join(directory, name)
    if (existsSync(`${path}.skip`)) continue
    info(`Writing manifest: ${path}`)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, printYaml(objects), { mode: 0o600 })
  }
  return disabled
    .flatMap((name) => [join(directory, `${name}.yaml`), join(directory, name)])
    .filter((path) => existsSync(path))
}

/** @param {{ directory: string, store: any, controllers: any }} options */
export function startDeploy({ directory, store, controllers }) {
  const checksums = new Map()

  function addonEvent(addon, type, reason, message) {
    const object = `${addon.metadata.namespace}/${addon.metadata.name}`
    info('Event occurred', {
      apiVersion: 'k3s.cattle.io/v1',
      fieldPath: '',
      kind: 'Addon',
      logger: 'k3s',
      message,
      object,
      reason,
      type,
    })
    controllers.recordEvent(addon, reason, message, type)
  }

  function deploy(path, text, checksum) {
    const name = basename(path).split('.')[0]
    const known = store.get('k3s.cattle.io/v1/addons', name, 'kube-system')
    const addon = store.put('k3s.cattle.io/v1/addons', {
      apiVersion: 'k3s.cattle.io/v1',
      kind: 'Addon',
      metadata: { ...known?.metadata, name, namespace: 'kube-system' },
      spec: { source: path, checksum: known?.spec.checksum },
      status: {},
    })
    if (addon.spec.checksum === checksum) return
    addonEvent(addon, 'Normal', 'ApplyingManifest', `Applying manifest at ${JSON.stringify(path)}`)
    let reason = 'ParseManifestFailed'
    try {
      const objects = parseManifest(text)
      reason = 'ApplyManifestFailed'
      for (const object of objects) controllers.apply(object)
      prune(addon, objects)
      store.put('k3s.cattle.io/v1/addons', { ...addon, spec: { source: path, checksum } })
      addonEvent(addon, 'Normal', 'AppliedManifest', `Applied manifest at ${JSON.stringify(path)}`)
    } catch (failure) {
      addonEvent(
        addon,
        'Warning',
        reason,
        `${reason === 'ParseManifestFailed' ? 'Parse' : 'Apply'} manifest at ${JSON.stringify(path)} failed: ${failure.message}`,
      )
      throw failure
    }
  }

  const applied = new Map()
  /** Objects that the file no longer holds are deleted. */
  function prune(addon, objects) {
    const names = objects.map(({ apiVersion, kind, metadata }) => ({ apiVersion, kind, metadata }))
    for (const old of applied.get(addon.metadata.name) ?? []) {
      if (!names.some(({ kind, metadata }) => kind === old.kind && metadata.name === old.metadata.name))
        controllers.unapply(old)
    }
    applied.set(addon.metadata.name, names)
  }

  function scan() {
    for (const path of manifestFiles(directory)) {
      try {
        const text = readFileSync(path, 'utf8')
        const checksum = createHash('sha256').update(text).digest('hex')
        if (checksums.get(path) === checksum) continue
        deploy(path, text, checksum)
        checksums.set(path, checksum)
      } catch (failure) {
        error(`Failed to process config: failed to process ${path}: ${failure.message}`)
      }
    }
  }

  /** Deletes the objects of a packaged manifest that was switched off, and its file. */
  function remove(path) {
    const files = statSync(path).isDirectory() ? manifestFiles(path, false) : [path]
    for (const file of files) {
      const name = basename(file).split('.')[0]
      const addon = store.get('k3s.cattle.io/v1/addons', name, 'kube-system')
      if (addon) addonEvent(addon, 'Normal', 'DeletingManifest', `Deleting manifest at ${JSON.stringify(file)}`)
      for (const object of parseManifest(readFileSync(file, 'utf8'))) controllers.unapply(object)
      store.remove('k3s.cattle.io/v1/addons', name, 'kube-system')
    }
    rmSync(path, { recursive: true })
  }

  const timer = setInterval(scan, SCAN_MS)
  return { scan, remove, stop: () => clearInterval(timer) }
}
