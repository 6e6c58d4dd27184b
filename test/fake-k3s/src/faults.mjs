// The fault switches (environment variables, see README.md) and the ways in which a k3s ends.

import { error, fatal, flood, info, klog } from './log.mjs'

export const fault = process.env.FAKE_K3S_FAULT ?? ''

/** Faults that strike before anything is up. */
export function strikeAtStart() {
  if (fault !== 'crash-loop') return
  fatal(
    'Error: preparing server: failed to bootstrap cluster data: creating storage endpoint: building kine: database disk image is malformed',
  )
}

/** Ends the process for a reason of its own: in order and with code 0 on new releases, fatally on old ones. */
export async function componentExited(reason, { version, stop }) {
  if (!version.shutsDownInOrder) fatal(reason)
  error(`Shutdown request received: ${JSON.stringify(reason)}`)
  await stop()
  process.exit(0)
}

/** Faults and floods that begin once the node is up. */
export async function strikeWhenUp(context) {
  const rate =
    process.env.FAKE_K3S_FLOOD ?? (fault === 'flood' ? (process.env.FAKE_K3S_FLOOD_LINES ?? '1000') : undefined)
  if (rate !== undefined) flood(Number(rate))
  // Registered, but not Ready yet.
  if (fault === 'containerd-exits') {
    await componentExited('containerd exited: exit status 1', context)
  }
  if (fault === 'oom') {
    // What the kernel's OOM killer does: no word, no chance to clean up.
    process.kill(process.pid, 'SIGKILL')
    // As PID 1 a process cannot kill itself; a shell in the same namespace cannot either, so end with the same code.
    process.exit(137)
  }
}

/** SIGTERM and SIGINT: an ordered stop on new releases, the sudden death of the child on old ones. */
export function handleSignals({ version, stop }) {
  let isStopping = false
  const onSignal = async () => {
    if (isStopping) return
    isStopping = true
    if (!version.shutsDownInOrder) process.exit(process.pid === 1 ? 255 : 1)
    info('Shutdown request received')
    klog('I', 'object_count_tracker.go:141', '"StorageObjectCountTracker pruner is exiting"')
    await stop()
    klog('I', 'dynamic_serving_certificate.go:192', '"Shutting down DynamicServingCertificateController"')
    klog('I', 'secure_serving.go:258', 'Stopped listening on 127.0.0.1:6444')
    info('Shutdown complete')
    process.exit(0)
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}
