import { type UseFormReturnType, useForm } from '@mantine/form'
import { useState } from 'react'
import type { ClusterSpec } from '#shared/cluster.ts'
import { useTexts } from '../language.tsx'
import { rebased } from './rebase.ts'
import { errorsOf, type SpecValues, specOf, valuesOf } from './spec-values.ts'

export type SpecForm = UseFormReturnType<SpecValues>

/** A form over `base`, checked by the schema of ClusterSpec, with messages in the user's words. It begins with `draft`, where there is one. */
export function useSpecForm(base: ClusterSpec, draft?: SpecValues) {
  const { text } = useTexts()
  const form: SpecForm = useForm<SpecValues>({
    initialValues: valuesOf(base),
    validateInputOnBlur: true,
    validate: (values: SpecValues) =>
      Object.fromEntries(Object.entries(errorsOf(values, base)).map(([path, key]) => [path, text(key)])),
  })
  const [hasBegun, setHasBegun] = useState(draft === undefined)
  if (!hasBegun && draft) {
    setHasBegun(true)
    form.setValues(draft)
  }
  /** Moves the draft onto another state of the cluster. */
  const rebase = (onto: ClusterSpec) => {
    form.setValues(rebased(form.getValues(), { from: valuesOf(base), onto: valuesOf(onto) }))
    form.resetDirty(valuesOf(onto))
  }
  return { form, spec: specOf(form.values, base), rebase }
}
