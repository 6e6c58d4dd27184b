import { z } from 'zod'
import { ClusterName, ClusterRef, ClusterSpec } from './cluster.ts'
import { LocalRegistry, LocalRegistryOptions, RegistryUse } from './local-registry.ts'
import { LocalRegistryName } from './local-registry-name.ts'
import { DefaultRegistriesPlace, PullAttempt, RegistriesFinding, RegistriesForm, RegistryPresets } from './registry.ts'
import { RegistriesTest } from './registry-test.ts'
import { request } from './request.ts'

const text = z.string().max(1_000_000)
/** Certificates and keys that were chosen or pasted in the window, by the names that the text has for them. */
const files = z.record(z.string().max(4096), z.string().max(1_000_000))

/** What the window asks about a registries.yaml. */
export const registryRequests = {
  'registries.presets': request(z.undefined(), RegistryPresets),
  /** Each endpoint, or one, is really asked: through a node of the cluster that runs, else from this computer. */
  'registries.test': request(
    z.object({
      engineId: ClusterRef.shape.engineId,
      name: ClusterName.optional(),
      text,
      files: files.optional(),
      /** Variables of the nodes, where there is no cluster yet. */
      env: ClusterSpec.shape.env.optional(),
      only: z.object({ registry: z.string(), endpoint: z.string() }).optional(),
    }),
    RegistriesTest,
  ),
  /** By the version that the image's name tells. `files` are the names of those that are taken along. */
  'registries.check': request(
    z.object({ text, image: z.string().max(1000).optional(), files: z.array(z.string()).optional() }),
    z.array(RegistriesFinding),
  ),
  /** Nothing for a text that has to be mended first. */
  'registries.form': request(z.object({ text }), z.object({ form: RegistriesForm.optional() })),
  /** The text with what the form says; all else in it stays. */
  'registries.write': request(z.object({ text, form: RegistriesForm }), z.object({ text: z.string() })),
  /** What new clusters begin with, without what is secret. */
  'registries.default': request(
    z.undefined(),
    z.object({ registries: text, registryFiles: files, place: DefaultRegistriesPlace, canSeal: z.boolean() }),
  ),
  /** What is masked stays as it is. */
  'registries.setDefault': request(z.object({ registries: text, registryFiles: files }), z.void()),
  /** The text with the mirrors of a daemon.json or another registries.yaml, by default of Docker's on this computer. None: no text. */
  'registries.import': request(
    z.object({ text, given: text.optional() }),
    z.object({ text: z.string().optional(), path: z.string().optional() }),
  ),
  /** Whom Docker has logins for, without what is secret. `isWanted`: the text asks it and has no login for it. */
  'registries.logins': request(
    z.object({ text }),
    z.array(z.object({ host: z.string(), username: z.string(), source: z.string(), isWanted: z.boolean() })),
  ),
  'registries.useLogins': request(z.object({ text, hosts: z.array(z.string()) }), z.object({ text: z.string() })),
  /** What a node would ask for, and where. */
  'registries.try': request(
    z.object({ text, image: z.string().min(1).max(1000), withoutDefault: z.boolean() }),
    z.array(PullAttempt),
  ),
} as const

const onEngine = z.object({ engineId: ClusterRef.shape.engineId })
const onRegistry = onEngine.extend({ name: LocalRegistryName })

/** The registries and caches that the clusters of an engine share. */
export const localRegistryRequests = {
  /** `isMeasured`: with what they hold. */
  'localRegistries.list': request(onEngine.extend({ isMeasured: z.boolean() }), z.array(LocalRegistry)),
  /** All clusters that are there use it from then on, except those whose nodes would have to be restarted for it. */
  'localRegistries.create': request(
    onEngine.extend({ options: LocalRegistryOptions }),
    RegistryUse.extend({ registry: LocalRegistry }),
  ),
  'localRegistries.start': request(onRegistry, z.void()),
  'localRegistries.stop': request(onRegistry, z.void()),
  /** What was freed, in bytes, where that is known. */
  'localRegistries.clean': request(onRegistry, z.object({ freedBytes: z.int().optional() })),
  'localRegistries.delete': request(onRegistry, RegistryUse),
} as const
