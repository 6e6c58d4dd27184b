/** Work that runs for as long as the app does: what the signal's abort makes of it is no failure. */
export async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
