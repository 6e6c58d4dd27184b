import type { z } from 'zod'

/** What the window kept, for Mantine's storage hooks. What an older version wrote, or somebody by hand, must not break the view. */
export function storedValue<T extends z.ZodType>(schema: T, text: string | undefined): z.infer<T> {
  try {
    return schema.parse(JSON.parse(text ?? '{}'))
  } catch {
    return schema.parse({})
  }
}
