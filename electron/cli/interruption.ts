/** The user, or whoever runs the command, has had enough; its terminal is closed; nobody reads it. With the exit codes that shells give. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGPIPE: 141 } as const

/** Why a command ends before its time. SIGPIPE stands for a reader that is gone, also where no signal tells so. */
export class Interruption extends DOMException {
  readonly by: keyof typeof codes

  constructor(by: keyof typeof codes) {
    super(`Interrupted by ${by}`, 'AbortError')
    this.by = by
  }

  /** Whatever was done by then. */
  get exitCode(): number {
    return codes[this.by]
  }
}

/** Undefined while nobody has interrupted it. A signal may also be aborted because something went wrong. */
export function interruptionOf({ aborted, reason }: AbortSignal): Interruption | undefined {
  return aborted && reason instanceof Interruption ? reason : undefined
}
