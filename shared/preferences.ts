import { z } from 'zod'
import { ImageReference } from './image-reference.ts'
import { PresetId } from './presets.ts'

export const Language = z.enum(['en', 'zh-CN'])
export type Language = z.infer<typeof Language>

/** How much of a log a view may keep, in bytes; the usual is the second. */
export const logMemory = [64_000_000, 256_000_000, 1_000_000_000] as const

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
  /** Of each view of a log, in the log process. */
  logMemoryBytes: z.int().min(1_000_000).max(2_000_000_000).catch(logMemory[1]),
  /** How a log is shown where nothing else was chosen for its cluster. */
  wrapsLogs: z.boolean().catch(false),
  logZone: z.enum(['local', 'utc']).catch('local'),
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
