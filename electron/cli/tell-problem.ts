import type { Problem } from '#shared/problem.ts'
import type { DoctorContext } from './doctor.ts'
import { exitCodeOf } from './exit-code.ts'
import type { Output } from './output.ts'

/** Prints a Problem, and then what helps on this system; among JSON lines the Problem alone. Returns the exit code that goes with it. */
export async function tellProblem(
  found: Problem,
  { output, isJson, advise }: { output: Output; isJson: boolean; advise: DoctorContext['advise'] },
): Promise<number> {
  output.problem(found)
  const advice = isJson ? '' : await advise(found)
  if (advice !== '') output.say(advice)
  return exitCodeOf(found)
}
