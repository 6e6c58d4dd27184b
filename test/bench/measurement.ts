/** One row of the bench: what was measured, in which unit, against which goal. */
export interface Measurement {
  readonly name: string
  readonly unit: 'ms' | '%' | 'x' | 'MB' | 'MB/s' | 'lines/s' | 'fps' | 'requests'
  readonly value: number
  /** What the value should not exceed, or not fall below. */
  readonly goal?: { readonly most: number } | { readonly least: number }
  /** All single values, for those who want to see the spread. */
  readonly samples: readonly number[]
  readonly note?: string
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[middle - 1], sorted[middle]]
  if (high === undefined) return Number.NaN
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2
}

export function row(
  name: string,
  unit: Measurement['unit'],
  samples: readonly number[],
  { goal, least, note }: { goal?: number; least?: number; note?: string } = {},
): Measurement {
  return {
    name,
    unit,
    value: median(samples),
    samples,
    ...(goal === undefined ? {} : { goal: { most: goal } }),
    ...(least === undefined ? {} : { goal: { least } }),
    ...(note === undefined ? {} : { note }),
  }
}

const isMet = (value: number, goal: NonNullable<Measurement['goal']>) =>
  'most' in goal ? value <= goal.most : value >= goal.least

const bound = (goal: NonNullable<Measurement['goal']>) =>
  'most' in goal ? `≤ ${round(goal.most)}` : `≥ ${round(goal.least)}`

export function table(rows: readonly Measurement[]): string {
  const cells = [
    ['what', 'median', 'goal', '', 'lowest … highest', 'note'],
    ...rows.map(({ name, unit, value, goal, samples, note }) => [
      name,
      `${round(value)} ${unit}`,
      goal ? `${bound(goal)} ${unit}` : '',
      goal ? (isMet(value, goal) ? 'met' : 'missed') : '',
      `${round(Math.min(...samples))} … ${round(Math.max(...samples))} (${samples.length})`,
      note ?? '',
    ]),
  ]
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const round = (value: number) => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)))

/** For folders of Electron, whose helper processes write a moment longer than it lives. */
export const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }
