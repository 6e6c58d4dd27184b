import { z } from 'zod'
import { Problem } from './problem.ts'

/** One thing looked at before anything is made. `blocking` ones stop the creation; the others are advice. */
export const PreflightCheck = z.object({
  id: z.enum([
    'engine',
    'name',
    'cgroup',
    'subnet',
    'ports',
    'disk',
    'memory',
    'cpus',
    'inotify',
    'clock',
    'flags',
    'registries',
    'image',
  ]),
  result: z.enum(['ok', 'warning', 'blocking', 'unknown']),
  /** What was found, in figures or names: `2 of 2 free`, `23.5 GB`. */
  found: z.string(),
  /** Images that Docker has to download first. */
  toPull: z.array(z.string()).optional(),
  problem: Problem.optional(),
})
export type PreflightCheck = z.infer<typeof PreflightCheck>
