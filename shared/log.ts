import { z } from 'zod'

/** From the least to the gravest: their order is read from here. */
export const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
export type LogLevel = z.infer<typeof LogLevel>

/** One line as it came, with what could be read out of it. */
export const LogLine = z.object({
  /** The line without its newline, invalid UTF-8 replaced. */
  text: z.string(),
  /** When Docker took it from the node, RFC 3339 with nanoseconds. */
  time: z.string(),
  level: LogLevel.optional(),
})
export type LogLine = z.infer<typeof LogLine>
