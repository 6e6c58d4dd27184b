import { k3sVersionOfTag } from '../cluster/model/k3s-config.ts'
import { withPaths } from '../registry/field-paths.ts'
import { checkRegistries } from '../registry/registries-file.ts'
import { formOf, withForm } from '../registry/registries-form.ts'
import { readRegistries } from '../registry/registries-model.ts'
import { registryPresets } from '../registry/registry-presets.ts'
import { pullAttempts } from '../registry/rewrite-tryout.ts'
import { localPem } from '../registry/taken-files.ts'
import type { RequestHandlers } from './serve.ts'

/** What a registries.yaml says, before it is any cluster's. */
export const registryHandlers = {
  'registries.presets': () => registryPresets(),
  'registries.check': ({ text, image = '', files = [] }) =>
    withPaths(
      text,
      checkRegistries(text, {
        k3sVersion: k3sVersionOfTag(image),
        isTaken: (path) => files.includes(path) || localPem(path) !== undefined,
      }),
    ),
  'registries.form': ({ text }) => {
    const form = formOf(text)
    return form ? { form } : {}
  },
  'registries.write': ({ text, form }) => ({ text: withForm(text, form) }),
  'registries.try': ({ text, image, withoutDefault }) => {
    const registries = readRegistries(text)
    return registries ? pullAttempts(image, registries, { withoutDefault }) : []
  },
} satisfies Partial<RequestHandlers>
