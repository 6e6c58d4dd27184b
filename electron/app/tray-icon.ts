import type { Cluster } from '#shared/cluster.ts'

/** What the tray shows at a glance: the worst of all clusters. */
export type TrayTone = 'quiet' | 'good' | 'busy' | 'bad'

const busy: ReadonlySet<Cluster['state']> = new Set(['creating', 'starting', 'running', 'stopping', 'deleting'])
const bad: ReadonlySet<Cluster['state']> = new Set(['degraded', 'incomplete'])

export function trayTone(clusters: readonly Pick<Cluster, 'state'>[]): TrayTone {
  if (clusters.some(({ state }) => bad.has(state))) return 'bad'
  if (clusters.some(({ state }) => busy.has(state))) return 'busy'
  return clusters.some(({ state }) => state === 'ready') ? 'good' : 'quiet'
}

/** Red, green, blue: shades that stand out on light and dark panels alike. */
const colors: Readonly<Record<Exclude<TrayTone, 'quiet'>, readonly [number, number, number]>> = {
  good: [0x12, 0xb8, 0x86],
  busy: [0x2f, 0x9d, 0xb3],
  bad: [0xf0, 0x8c, 0x00],
}

/**
 * The light parts of the icon in black on nothing, as macOS wants what it is to color itself. `pixels` as for `withDot`; the icon's
 * ground is blue, so that red tells the one from the other.
 */
export function asTemplate(pixels: Uint8Array): Uint8Array {
  const drawn = new Uint8Array(pixels.length)
  for (let at = 0; at < pixels.length; at += 4) {
    const [red = 0, alpha = 0] = [pixels[at + 2], pixels[at + 3]]
    const share = Math.min(1, Math.max(0, (red - 0x50) / 0x70))
    drawn[at + 3] = Math.round(alpha * share)
  }
  return drawn
}

/** As large as a dot can be that is seen and leaves the boat to be recognized. */
const dotShare = 0.42

/**
 * The icon with a dot at its lower right, and a ring without color around it so that the two are told apart. `pixels` are four bytes
 * each, blue first, as Electron has them; `size` is the length of a side.
 */
export function withDot(pixels: Uint8Array, size: number, tone: TrayTone): Uint8Array {
  if (tone === 'quiet') return pixels
  const drawn = Uint8Array.from(pixels)
  const [red, green, blue] = colors[tone]
  const radius = (size * dotShare) / 2
  const center = size - radius - 0.5
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const distance = Math.hypot(x - center, y - center)
      if (distance <= radius) drawn.set([blue, green, red, 255], (y * size + x) * 4)
      else if (distance <= radius + 1) drawn.set([0, 0, 0, 0], (y * size + x) * 4)
    }
  }
  return drawn
}
