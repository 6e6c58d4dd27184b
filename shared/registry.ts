import { z } from 'zod'

/** Replaces what lies from `start` to `end`, offsets in UTF-16 as strings have them. */
const TextEdit = z.object({ start: z.int().min(0), end: z.int().min(0), text: z.string() })
export type TextEdit = z.infer<typeof TextEdit>

/** What a button offers, and a terminal prints, to mend what a remark is about. */
export const RegistriesFix = z.object({
  kind: z.enum(['write', 'remove', 'move', 'add', 'indent', 'encode']),
  /** What is then written there. */
  subject: z.string(),
  /** By their place in the text, none within another. */
  edits: z.array(TextEdit).min(1),
})
export type RegistriesFix = z.infer<typeof RegistriesFix>

/** One remark about the text of a registries.yaml. An error is something k3s would stumble over; a warning, something it ignores. */
export const RegistriesFinding = z.object({
  severity: z.enum(['error', 'warning']),
  rule: z.enum([
    'not_yaml',
    'bad_escape',
    'wrong_type',
    'not_a_list',
    'unknown_key',
    'tab_indentation',
    'endpoint_not_url',
    'endpoint_without_scheme',
    'endpoint_trailing_slash',
    'endpoint_is_localhost',
    'endpoint_path_without_v2',
    'endpoint_duplicate',
    'endpoint_is_docker_hub',
    'endpoint_has_login',
    'endpoint_has_query',
    'endpoint_scheme_port',
    'key_is_docker_hub_alias',
    'key_has_path',
    'key_has_scheme',
    'auth_under_mirrors',
    'config_without_endpoint',
    'config_port_differs',
    'wildcard_config',
    'wildcard_not_docker_hub',
    'auth_not_base64',
    'auth_incomplete',
    'client_certificate_incomplete',
    'rewrite_not_regex',
    'rewrite_without_group',
    'rewrite_leading_slash',
    'rewrite_unanchored',
    'rewrite_has_registry',
    'rewrite_has_tag',
    'rewrite_has_backslash',
    'rewrite_without_endpoint',
    'rewrites_overlap',
    'file_not_in_node',
    'deprecated_auths',
    'key_repeated',
    'key_merged',
    'second_document',
    'more_errors',
  ]),
  line: z.int(),
  column: z.int(),
  /** The key, address or parser message that the rule is about. */
  subject: z.string(),
  /** What k3s makes of it, where that is not nothing. */
  becomes: z.string().optional(),
  fix: RegistriesFix.optional(),
  /** The keys, and the places in lists, that lead to what it is about: `mirrors`, `docker.io`, `endpoint`, `0`. */
  path: z.array(z.string()).optional(),
})
export type RegistriesFinding = z.infer<typeof RegistriesFinding>

const Line = z.string().max(10_000)

/** The same as a form: only what k3s takes from the text. */
export const RegistriesForm = z.object({
  mirrors: z.array(
    z.object({
      name: Line,
      endpoints: z.array(Line),
      rewrites: z.array(z.object({ pattern: Line, replacement: Line })),
    }),
  ),
  /** Empty texts are not given. */
  configs: z.array(
    z.object({
      host: Line,
      username: Line,
      password: Line,
      auth: Line,
      identityToken: Line,
      caFile: Line,
      certFile: Line,
      keyFile: Line,
      skipVerify: z.boolean(),
    }),
  ),
})
export type RegistriesForm = z.infer<typeof RegistriesForm>

/** The host of an address, with its port where it has one; empty where there is none. */
export function hostInAddress(address: string): string {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?([^/?#]*)/i.exec(address.trim())?.[1] ?? ''
}

/** The text as it is once it has been mended. */
export function applyFix(text: string, { edits }: RegistriesFix): string {
  return edits.reduceRight((done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end), text)
}

export const RegistryPresets = z.object({
  /** When somebody last looked whether they are still good. */
  asOf: z.iso.date(),
  presets: z.array(z.object({ id: z.enum(['china', 'company', 'cache']), text: z.string() })),
})
export type RegistryPresets = z.infer<typeof RegistryPresets>

/** One request by which a node looks for an image. */
export const PullAttempt = z.object({
  host: z.string(),
  url: z.string(),
  /** Not the registry itself, which is asked last. */
  isMirror: z.boolean(),
})
export type PullAttempt = z.infer<typeof PullAttempt>

/** What containerd on a node was really given (its hosts.toml files, or the registry part of config.toml before 2024). */
export const NodeRegistries = z.object({
  node: z.string(),
  files: z.array(z.object({ path: z.string(), text: z.string() })),
  /** Paths of those that are not what was asked for: other ones, missing ones, and ones that nobody asked for. */
  differing: z.array(z.string()).optional(),
})
export type NodeRegistries = z.infer<typeof NodeRegistries>

/** Where the secrets of the default registries lie: there are none, in the keychain's care, or in a file that only its user can read. */
export const DefaultRegistriesPlace = z.enum(['none', 'sealed', 'open'])
export type DefaultRegistriesPlace = z.infer<typeof DefaultRegistriesPlace>
