import type { RegistriesFinding, RegistriesForm } from '#shared/registry.ts'

/** By the field of the form, in one text: keys and places that lead to it. The empty one is the form as a whole. */
export type FieldKey = string

export const fieldKey = (...path: readonly string[]): FieldKey => JSON.stringify(path)

/** Where the form shows a remark: at the field that it means, else at the entry, else at the top. */
export function fieldOfRemark({ path = [] }: RegistriesFinding, form: RegistriesForm): FieldKey {
  const [top = '', name = '', part = '', last = ''] = path
  if (top === 'mirrors') {
    const mirror = form.mirrors.find((each) => each.name === name)
    if (!mirror) return fieldKey()
    const isThere =
      (part === 'endpoint' && mirror.endpoints[Number(last || Number.NaN)] !== undefined) ||
      (part === 'rewrite' && mirror.rewrites.some(({ pattern }) => pattern === last))
    return isThere ? fieldKey(top, name, part, last) : fieldKey(top, name)
  }
  if (top === 'configs' && form.configs.some(({ host }) => host === name))
    return fields.has(`${part} ${last}`) ? fieldKey(top, name, last) : fieldKey(top, name)
  return fieldKey()
}

const fields = new Set([
  'auth username',
  'auth password',
  'auth auth',
  'auth identity_token',
  'tls ca_file',
  'tls cert_file',
  'tls key_file',
  'tls insecure_skip_verify',
])
