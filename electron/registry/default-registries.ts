import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'
import type { DefaultRegistriesPlace } from '#shared/registry.ts'
import { fileProblem } from '../files/file-problem.ts'
import { replaceFile } from '../files/replace-file.ts'
import { maskedRegistries, meantRegistries, secretMask } from './registry-secrets.ts'
import type { TakenFiles } from './taken-files.ts'

/** What encrypts for this user on this machine: the system's keychain. The terminal has none. */
export interface Sealing {
  readonly seal: (text: string) => string
  readonly open: (sealed: string) => string
}

interface Registries {
  readonly registries: string
  readonly registryFiles?: TakenFiles | undefined
}

const Content = z.object({ registries: z.string(), registryFiles: z.record(z.string(), z.string()).default({}) })
const Stored = z.object({
  version: z.literal(1),
  /** As they are, or with masks in the place of what is sealed. */
  ...Content.shape,
  sealed: z.string().optional(),
})

const nothing = { registries: '', registryFiles: {} }

/** As a spec has them. */
export function registriesPart({ registries, registryFiles = {} }: Registries) {
  return { registries, ...(Object.keys(registryFiles).length === 0 ? {} : { registryFiles: { ...registryFiles } }) }
}

/**
 * The registries that every new cluster begins with, for the window and the terminal alike: one file that only its user can read. What is
 * secret in it is encrypted where there is something that can.
 */
export class DefaultRegistries {
  readonly path: string
  readonly #sealing: () => Sealing | undefined

  constructor(path: string, sealing: () => Sealing | undefined = () => undefined) {
    this.path = path
    this.#sealing = sealing
  }

  /** All of them, with what is secret. Fails with `registries.default_sealed` where that cannot be opened here. */
  async read(): Promise<z.infer<typeof Content>> {
    const stored = await this.#stored()
    if (!stored) return nothing
    if (stored.sealed === undefined) return Content.parse(stored)
    const sealing = this.#sealing()
    try {
      if (sealing) return Content.parse(JSON.parse(sealing.open(stored.sealed)))
    } catch (error) {
      throw new ProblemError(problem('registries.default_sealed', { path: this.path }), { cause: error })
    }
    throw new ProblemError(problem('registries.default_sealed', { path: this.path }))
  }

  /** The same with masks, and where what they stand for lies. It can be shown wherever the file can be read. */
  async shown(): Promise<
    z.infer<typeof Content> & { readonly place: DefaultRegistriesPlace; readonly canSeal: boolean }
  > {
    const stored = await this.#stored()
    const shown = masked(stored ?? nothing)
    const hasSecrets = JSON.stringify(shown) !== JSON.stringify(Content.parse(stored ?? nothing))
    const place = stored?.sealed === undefined ? (hasSecrets ? 'open' : 'none') : 'sealed'
    return { ...shown, place, canSeal: this.#sealing() !== undefined }
  }

  /** What is masked in them is what is there already. Nothing at all: there is no default any more. */
  async write(given: Registries): Promise<void> {
    const content = await this.meant(given)
    if (content.registries.trim() === '') {
      await rm(this.path, { force: true }).catch((error: unknown) => {
        throw fileProblem(this.path, error)
      })
      return
    }
    const shown = masked(content)
    const sealing = JSON.stringify(shown) === JSON.stringify(content) ? undefined : this.#sealing()
    const stored = sealing
      ? { version: 1, ...shown, sealed: sealing.seal(JSON.stringify(content)) }
      : { version: 1, ...content }
    await replaceFile(this.path, `${JSON.stringify(stored, null, 2)}\n`)
  }

  /** Registries that were made from those that were shown: what is masked in them is what the default has in the same place. */
  async meant({ registries, registryFiles = {} }: Registries): Promise<z.infer<typeof Content>> {
    const isMasked = registries.includes(secretMask) || Object.values(registryFiles).includes(secretMask)
    if (!isMasked) return { registries, registryFiles: { ...registryFiles } }
    const before = await this.read()
    const meant = meantRegistries(registries, before.registries)
    const files = Object.entries(registryFiles).map(([name, content]) => [
      name,
      content === secretMask ? (before.registryFiles[name] ?? content) : content,
    ])
    // What is masked and was never there is refused where it is to be used.
    return { registries: 'text' in meant ? meant.text : registries, registryFiles: Object.fromEntries(files) }
  }

  async #stored(): Promise<z.infer<typeof Stored> | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw fileProblem(this.path, error)
    })
    if (text === undefined) return undefined
    try {
      return Stored.parse(JSON.parse(text))
    } catch (error) {
      throw new ProblemError(problem('registries.default_unreadable', { path: this.path }), { cause: error })
    }
  }
}

/** Keys are secrets, certificates are not. */
function masked({ registries, registryFiles }: z.infer<typeof Content>): z.infer<typeof Content> {
  const files = Object.entries(registryFiles).map(([name, content]) => [
    name,
    content.includes('PRIVATE KEY') ? secretMask : content,
  ])
  return { registries: maskedRegistries(registries), registryFiles: Object.fromEntries(files) }
}
