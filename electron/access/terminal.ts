import type { TerminalSize } from '#shared/access.ts'

/** A command that runs in a terminal somewhere. Implemented over Docker and over a pod's channels. */
export interface Terminal {
  /** What it prints. No more is read than is taken. Ends with the command; throws when the connection to it breaks. */
  readonly output: AsyncIterable<Buffer>
  /** In the order of the calls. What is written after the end goes nowhere. */
  write(data: Uint8Array): void
  resize(size: TerminalSize): void
  /** Once the output has ended. Undefined where nobody can tell any more. */
  exitCode(): Promise<number | undefined>
  close(): void
}
