import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'

const units: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 }

/** `2g`, `512m`, `1.5GiB` → bytes, as `docker run --memory` takes it; undefined for what is no size. */
export function bytesOf(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*(?:([kmgt])(?:ib?|b)?|b)?$/i.exec(text) ?? []
  const factor = units[unit.toLowerCase()]
  return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor)
}

const sizes = [
  ['Gi', 1024 ** 3],
  ['Mi', 1024 ** 2],
  ['Ki', 1024],
] as const

/** `1Gi`, as Kubernetes writes it, where that is exact. */
function sizeText(value: number): string | undefined {
  const [unit, factor] = sizes.find(([, each]) => value % each === 0) ?? []
  return factor === undefined ? undefined : `${value / factor}${unit}`
}

/** Limits as people write them: `memory: 1Gi` in place of `memoryBytes: 1073741824`. */
export function limitsForPeople(limits: unknown): unknown {
  const { memoryBytes, ...rest } = z.looseObject({ memoryBytes: z.number().optional() }).catch({}).parse(limits)
  const memory = memoryBytes === undefined ? undefined : sizeText(memoryBytes)
  return memory === undefined ? limits : { memory, ...rest }
}

const Size = z.union([z.string(), z.number()]).optional()

/** The same as a spec has them, from either way to write it. What is no mapping is left for the schema to refuse. */
export function limitsOfSpec(written: unknown, field: 'limits' | 'agentLimits'): unknown {
  const { data } = z.looseObject({ memory: Size, memoryBytes: Size }).safeParse(written)
  const size = data?.memory ?? data?.memoryBytes
  if (data === undefined || typeof size !== 'string') {
    const { memory, ...rest } = data ?? {}
    return typeof memory === 'number' ? { ...rest, memoryBytes: memory } : written
  }
  const { memory: _, memoryBytes: __, ...rest } = data
  const memoryBytes = bytesOf(size)
  if (memoryBytes !== undefined) return { ...rest, memoryBytes }
  throw new ProblemError(problem('spec.invalid', { field: `${field}.memory`, reason: 'reason.size' }))
}
