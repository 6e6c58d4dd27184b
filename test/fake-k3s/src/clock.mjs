// Boot time is a scale: `FAKE_K3S_BOOT_MS` is the time from process start to Ready with the kubelet's default status
// period, and every wait below is a share of it. A real boot of 20 s is the yardstick (10 s status period = 50 %).
const REAL_BOOT_MS = 20_000

export const bootMs = Number(process.env.FAKE_K3S_BOOT_MS ?? 10_000)

const processStart = performance.timeOrigin

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

/** Waits until the given percentage of the boot time has passed since the process started. */
export const untilPercent = (percent) => sleep(processStart + (bootMs * percent) / 100 - Date.now())

/** A time of the real boot, scaled to ours. */
export const scaled = (realMs) => (realMs * bootMs) / REAL_BOOT_MS

/** Milliseconds of a Go duration such as `1s`, `1m30s` or `500ms`; undefined when it is none. */
export function goDuration(text) {
  const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
  const parts = [...String(text).matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  if (parts.length === 0) return undefined
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit], 0)
}
