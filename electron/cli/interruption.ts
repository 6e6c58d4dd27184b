/** Why a command ends before its time: the user, or whoever runs it, has had enough. */
export class Interruption extends DOMException {
  readonly by: 'SIGINT' | 'SIGTERM'

  constructor(by: 'SIGINT' | 'SIGTERM') {
    super(by === 'SIGINT' ? 'Interrupted' : 'Terminated', 'AbortError')
    this.by = by
  }

  /** As a shell says of a program that the signal has ended, whatever was done by then. */
  get exitCode(): 130 | 143 {
    return this.by === 'SIGINT' ? 130 : 143
  }
}

/** Undefined while nobody has interrupted it. A signal may also be aborted because something went wrong. */
export function interruptionOf({ aborted, reason }: AbortSignal): Interruption | undefined {
  return aborted && reason instanceof Interruption ? reason : undefined
}
