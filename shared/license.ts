import { z } from 'zod'

/** A package whose code is part of the app, as Vite writes it down while it bundles (`build.license`). */
export const ShippedLicense = z.object({
  name: z.string(),
  version: z.string(),
  /** SPDX, such as `MIT`. */
  identifier: z.string().optional(),
  /** The package's own file. */
  text: z.string().optional(),
})
export type ShippedLicense = z.infer<typeof ShippedLicense>
