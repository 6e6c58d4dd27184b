import type { Problem } from '#shared/problem.ts'
import type { DoctorContext } from './doctor.ts'
import { exitCodeOf } from './exit-code.ts'
import type { Output } from './output.ts'

/** Prints a Problem, what caused it, and what helps on this system; among JSON lines no advice. Returns the exit code that goes with it. */
export async function tellProblem(
  found: Problem,
  {
    output,
    isJson,
    advise,
    causes = [],
  }: { output: Output; isJson: boolean; advise: DoctorContext['advise']; causes?: readonly string[] },
): Promise<number> {
  output.problem(found)
  for (const cause of causes) output.say(cause)
  const advice = isJson ? '' : await advise(found)
  if (advice !== '') output.say(advice)
  return exitCodeOf(found)
}
