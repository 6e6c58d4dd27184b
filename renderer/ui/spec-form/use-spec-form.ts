import { type UseFormReturnType, useForm } from '@mantine/form'
import { useState } from 'react'
import type { ClusterSpec } from '#shared/cluster.ts'
import { isMessageKey } from '#shared/translate.ts'
import { useTexts } from '../language.tsx'
import { rebased } from './rebase.ts'
import { errorsOf, type SpecValues, specOf, valuesOf } from './spec-values.ts'

export type SpecForm = UseFormReturnType<SpecValues>

/** A form over `base`, checked by the schema of ClusterSpec, with messages in the user's words. It begins with `draft`, where there is one. */
export function useSpecForm(base: ClusterSpec, draft?: SpecValues) {
  const { text } = useTexts()
  const keyed: SpecForm = useForm<SpecValues>({
    initialValues: valuesOf(base),
    validateInputOnBlur: true,
    // Codes, which become words when they are shown: by then the language may be another one.
    validate: (values: SpecValues) => errorsOf(values, base),
  })
  const inWords = (error: unknown) => {
    if (typeof error !== 'string') return error
    const [key = '', subject = ''] = error.split(/ (.*)/)
    return isMessageKey(key) ? text(key, { subject }) : error
  }
  const form: SpecForm = {
    ...keyed,
    errors: Object.fromEntries(
      Object.entries(keyed.errors).map(([path, error]) => [path, typeof error === 'string' ? inWords(error) : error]),
    ) as SpecForm['errors'], // words in the place of codes
    getInputProps: (path, options) => {
      const props = keyed.getInputProps(path, options)
      return { ...props, error: inWords(props.error) }
    },
  }
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

/** Goes to the first field that is wrong, in the order in which they stand: it may be out of sight. */
export function goToFirstError(form: SpecForm, errors: SpecForm['errors']) {
  const [first] = Object.keys(errors)
    .flatMap((path) => form.getInputNode(path) ?? [])
    .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  first?.scrollIntoView({ block: 'center' })
  first?.focus({ preventScroll: true })
}
