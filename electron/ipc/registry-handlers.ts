import { homedir } from 'node:os'
import { k3sVersionOfTag } from '../cluster/model/k3s-config.ts'
import { readDaemonFile } from '../registry/daemon-file.ts'
import type { DefaultRegistries } from '../registry/default-registries.ts'
import { hostsWithoutLogin, ownLogins, withLogins } from '../registry/docker-logins.ts'
import { withPaths } from '../registry/field-paths.ts'
import { withImported } from '../registry/import-mirrors.ts'
import { checkRegistries } from '../registry/registries-file.ts'
import { formOf, withForm } from '../registry/registries-form.ts'
import { readRegistries } from '../registry/registries-model.ts'
import { registryPresets } from '../registry/registry-presets.ts'
import { pullAttempts } from '../registry/rewrite-tryout.ts'
import { localPem } from '../registry/taken-files.ts'
import type { Limits, Read } from './engine-of.ts'
import type { RequestHandlers } from './serve.ts'

interface Dependencies {
  readonly defaults: DefaultRegistries
  readonly read: Read
  readonly limits: Limits
}

/** What a registries.yaml says, before it is any cluster's. */
export const registryHandlers = ({ defaults, read, limits }: Dependencies) =>
  ({
    'clusters.registries': ({ cluster }, signal) =>
      read(cluster, signal, limits.brief, (its, limited) => its.registries(cluster.name, limited)),
    'registries.test': async ({ engineId, name, ...asked }, signal) => {
      // Before there is a cluster, what is masked is the default's.
      const given = { registries: asked.text, registryFiles: asked.files }
      const { registries: text, registryFiles: files } = name === undefined ? await defaults.meant(given) : given
      return read({ engineId, name: name ?? '' }, signal, limits.lengthy, (its, limited) =>
        its.testRegistries({ ...asked, shown: asked.text, name, text, files }, limited),
      )
    },
    'registries.default': () => defaults.shown(),
    'registries.setDefault': (given) => defaults.write(given),
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
    'registries.import': async ({ text, given }) => {
      const file =
        given === undefined ? await readDaemonFile({ home: homedir(), platform: process.platform }) : undefined
      const merged = withImported(text, given ?? file?.text ?? '')
      return { ...(merged === undefined ? {} : { text: merged }), ...(file ? { path: file.path } : {}) }
    },
    'registries.logins': async ({ text }) => {
      const wanted = hostsWithoutLogin(text)
      const logins = await ownLogins()
      return logins.map(({ host, username, source }) => ({ host, username, source, isWanted: wanted.includes(host) }))
    },
    'registries.useLogins': async ({ text, hosts }) => {
      const logins = await ownLogins()
      const chosen = logins.filter(({ host }) => hosts.includes(host))
      return { text: withLogins(text, chosen) ?? text }
    },
    'registries.try': ({ text, image, withoutDefault }) => {
      const registries = readRegistries(text)
      return registries ? pullAttempts(image, registries, { withoutDefault }) : []
    },
  }) satisfies Partial<RequestHandlers>
