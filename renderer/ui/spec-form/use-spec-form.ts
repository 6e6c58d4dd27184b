import { type UseFormReturnType, useForm } from '@mantine/form'
import type { ClusterSpec } from '#shared/cluster.ts'
import { useTexts } from '../language.tsx'
import { errorsOf, type SpecValues, specOf, valuesOf } from './spec-values.ts'

export type SpecForm = UseFormReturnType<SpecValues>

/** A form over `base`, checked by the schema of ClusterSpec, with messages in the user's words. */
export function useSpecForm(base: ClusterSpec) {
  const { text } = useTexts()
  const form: SpecForm = useForm<SpecValues>({
    initialValues: valuesOf(base),
    validateInputOnBlur: true,
    validate: (values: SpecValues) =>
      Object.fromEntries(Object.entries(errorsOf(values, base)).map(([path, key]) => [path, text(key)])),
  })
  return { form, spec: specOf(form.values, base) }
}
