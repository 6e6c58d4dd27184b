import { z } from 'zod'

export const Language = z.enum(['en', 'zh-CN'])
export type Language = z.infer<typeof Language>

/** What the app remembers of its user. Nothing about clusters: Docker is the only database. */
export const Preferences = z.object({
  /** `system` follows the OS. */
  language: z.union([z.literal('system'), Language]).catch('system'),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** The chosen engine's address; absent: the first that answers. */
  engine: z.string().optional().catch(undefined),
  window: z
    .object({
      x: z.int().optional(),
      y: z.int().optional(),
      width: z.int().min(400),
      height: z.int().min(300),
      isMaximized: z.boolean(),
    })
    .optional()
    .catch(undefined),
})
export type Preferences = z.infer<typeof Preferences>
