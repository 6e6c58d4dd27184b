import { z } from 'zod'

/** One remark about the text of a registries.yaml. An error is something k3s would stumble over; a warning, something it ignores. */
export const RegistriesFinding = z.object({
  severity: z.enum(['error', 'warning']),
  rule: z.enum([
    'not_yaml',
    'wrong_type',
    'not_a_list',
    'unknown_key',
    'tab_indentation',
    'endpoint_not_url',
    'endpoint_without_scheme',
    'endpoint_trailing_slash',
    'endpoint_is_localhost',
    'key_is_docker_hub_alias',
    'key_has_path',
    'key_has_scheme',
    'auth_under_mirrors',
    'config_without_endpoint',
    'rewrite_not_regex',
    'file_not_in_node',
    'deprecated_auths',
  ]),
  line: z.int(),
  column: z.int(),
  /** The key, address or parser message that the rule is about. */
  subject: z.string(),
})
export type RegistriesFinding = z.infer<typeof RegistriesFinding>

/** What containerd on a node was really given (its hosts.toml files, or the registry part of config.toml before 2024). */
export const NodeRegistries = z.object({
  node: z.string(),
  files: z.array(z.object({ path: z.string(), text: z.string() })),
})
export type NodeRegistries = z.infer<typeof NodeRegistries>
