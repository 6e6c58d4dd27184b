import { z } from 'zod'

export const ToolId = z.enum(['terminal', 'k9s', 'vscode', 'headlamp', 'lens', 'freelens'])
export type ToolId = z.infer<typeof ToolId>

/** A program of this machine that a cluster can be opened in. */
export const Tool = z.object({
  id: ToolId,
  /** As its makers write it; for the terminal, which one. */
  name: z.string(),
  /** It cannot be told which kubeconfig to use: it shows what lies in the user's own, so the cluster must be merged there first. */
  needsMerge: z.boolean(),
})
export type Tool = z.infer<typeof Tool>
