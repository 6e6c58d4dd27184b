import { isK3sVersion } from '#shared/image-reference.ts'
import { problem, problemOf } from '#shared/problem.ts'
import { translate } from '#shared/translate.ts'
import type { Output } from './output.ts'

/** What failed beside a command that has done its work is said, and changes nothing about it. */
export async function besideIt(output: Output, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    output.warning(problemOf(error))
  }
}

/** People see which image their words were taken for. */
export function sayImage({ typed, image }: { typed: string | undefined; image: string }, output: Output): void {
  if (typed === undefined || typed === image) return
  output.say(translate(output.language, 'cli.image', { image }))
  // A version is as good a way to say it, about which programs need not hear either.
  if (output.isJson && !isK3sVersion(typed)) output.warning(problem('image.respelled', { typed, image }))
}
