import { formatList, translate } from '#shared/translate.ts'
import { unreadable } from '../cluster/change/registry-findings.ts'
import { hostsWithoutLogin, ownLogins, withLogins } from '../registry/docker-logins.ts'
import type { Output } from './output.ts'

/** A registries.yaml with the logins that Docker has for the hosts in it; says which are taken, and which there are none for. */
export async function withDockerLogins(text: string, output: Output): Promise<string> {
  const wanted = hostsWithoutLogin(text)
  const logins = (await ownLogins()).filter(({ host }) => wanted.includes(host))
  const { language } = output
  const merged = withLogins(text, logins)
  if (merged === undefined) throw unreadable(text)
  for (const { host, username, source } of logins) {
    const who = username || translate(language, 'cli.registries.loginToken')
    output.say(translate(language, 'cli.registries.loginTaken', { host, username: who, source }))
  }
  const missing = wanted.filter((host) => !logins.some((login) => login.host === host))
  if (missing.length > 0)
    output.say(translate(language, 'cli.registries.loginMissing', { hosts: formatList(language, missing) }))
  return merged
}
