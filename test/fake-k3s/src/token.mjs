// Tokens: full (`K10<CA hash>::<user>:<password>`) and short (`<password>`).
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { sleep } from './clock.mjs'
import { info } from './log.mjs'

export const caHash = (pem) => createHash('sha256').update(pem).digest('hex')

export const fullToken = (caPem, user, password) => `K10${caHash(caPem)}::${user}:${password}`

/** Throws with k3s' own words when the token cannot be one. */
export function parseToken(token) {
  if (!token) throw new Error('token must not be empty')
  if (!token.startsWith('K10')) return { password: token }
  const [head, credentials] = token.split('::')
  if (head.length !== 67) throw new Error('invalid token CA hash length')
  if (!credentials) throw new Error('invalid token format')
  const [user, ...rest] = credentials.split(':')
  return { hash: head.slice(3), user, password: rest.join(':') }
}

/** The token of the settings; waits for a token file that is not there yet, as k3s does. */
export async function readToken(settings, prefix = '') {
  const [value, file] = prefix ? [settings.agentToken, settings.agentTokenFile] : [settings.token, settings.tokenFile]
  if (value || !file) return value
  while (!existsSync(file)) {
    info(`Waiting for file ${JSON.stringify(file)} to be created`)
    await sleep(2000)
  }
  return readFileSync(file, 'utf8').trim()
}
