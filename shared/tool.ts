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

/** The file that VS Code is given for a cluster. It lies beside the cluster's own kubeconfig. */
export const workspaceFile = (cluster: string) => `sampan-${cluster}.code-workspace`

/** The script that macOS opens a tool by, in the same place. */
export const scriptFile = (cluster: string, tool: ToolId) => `sampan-${cluster}-${tool}.command`

/** All that there may be beside a cluster's own kubeconfig. */
export function toolFiles(cluster: string): string[] {
  return [workspaceFile(cluster), ...ToolId.options.map((tool) => scriptFile(cluster, tool))]
}
