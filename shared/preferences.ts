import { z } from 'zod'
import { ImageReference } from './image-reference.ts'
import { PresetId } from './presets.ts'

export const Language = z.enum(['en', 'zh-CN'])
export type Language = z.infer<typeof Language>

/** What the app remembers of its user. Nothing about clusters: Docker is the only database. */
export const Preferences = z.object({
  /** `system` follows the OS. */
  language: z.union([z.literal('system'), Language]).catch('system'),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** The chosen engine's address; absent: the first that answers. */
  engine: z.string().optional().catch(undefined),
  /** Closing the window leaves the app in the tray, where there is one. */
  keepsRunning: z.boolean().catch(true),
  /** Its user has been told that it does. */
  knowsThatItKeepsRunning: z.boolean().catch(false),
  /** The system tells of clusters while the window is not in front. */
  notifies: z.boolean().catch(true),
  /** What a new cluster begins with. */
  preset: PresetId.catch('development'),
  /** In place of the stable release; empty: that one. */
  image: z.union([z.literal(''), ImageReference]).catch(''),
  /** New clusters are added to the user's own kubeconfig. */
  addsToKubeconfig: z.boolean().catch(false),
  /** What the next window of a log begins with. */
  logWindow: z
    .object({
      x: z.int().optional(),
      y: z.int().optional(),
      width: z.int().min(400),
      height: z.int().min(300),
      isOnTop: z.boolean(),
    })
    .optional()
    .catch(undefined),
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
