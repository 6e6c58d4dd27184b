import type { z } from 'zod'

export interface RequestDefinition<I extends z.ZodType, O extends z.ZodType> {
  readonly input: I
  readonly output: O
}

/** One entry of the contract: what a request takes and what it answers. */
export const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): RequestDefinition<I, O> => ({
  input,
  output,
})
