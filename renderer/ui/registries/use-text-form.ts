import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { problemOf } from '#shared/problem.ts'
import type { RegistriesForm } from '#shared/registry.ts'
import { request } from '../../api/client.ts'
import { registriesFormQuery } from '../../api/queries.ts'

/**
 * The form of a text, and the text of a form: each edit is written into the text at once, where all that the form does not know stays. Rows
 * that are still empty are the form's own until there is something in them.
 */
export function useTextForm(text: string, onText: (text: string) => void) {
  const { data } = useQuery({ ...registriesFormQuery(text), placeholderData: keepPreviousData })
  const [typed, setTyped] = useState<{ readonly form: RegistriesForm; readonly text: string | undefined }>()
  const latest = useRef(0)
  const { mutate, error } = useMutation({
    mutationFn: ({ form }: { readonly form: RegistriesForm; readonly run: number }) =>
      request('registries.write', { text, form: withoutBlanks(form) }),
    onSuccess: ({ text: written }, { form, run }) => {
      if (run !== latest.current) return
      setTyped({ form, text: written })
      onText(written)
    },
  })
  const edit = (form: RegistriesForm) => {
    latest.current += 1
    setTyped({ form, text: undefined })
    mutate({ form, run: latest.current })
  }
  const isOwn = typed !== undefined && (typed.text === undefined || typed.text === text)
  return {
    form: isOwn ? typed.form : data?.form,
    /** Undefined also while it is not known yet. */
    isUnreadable: !isOwn && data !== undefined && data.form === undefined,
    problem: error ? problemOf(error) : undefined,
    edit,
  }
}

/** Of equal patterns only the first can be written. */
function withoutBlanks(form: RegistriesForm): RegistriesForm {
  return {
    ...form,
    mirrors: form.mirrors.map((mirror) => ({
      ...mirror,
      endpoints: mirror.endpoints.filter((endpoint) => endpoint.trim() !== ''),
      rewrites: mirror.rewrites.filter(
        ({ pattern }, at) =>
          pattern.trim() !== '' && mirror.rewrites.findIndex((other) => other.pattern === pattern) === at,
      ),
    })),
  }
}
