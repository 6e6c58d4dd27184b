import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { ProblemError, problem } from '#shared/problem.ts'
import { readContexts } from './docker-contexts.ts'
import { addressOf, parseAddress } from './docker-endpoint.ts'
import { type DiscoveryPlace, knownSockets } from './known-sockets.ts'

/**
 * The address of an engine that somebody named: by its address, a socket's path, a docker context, or the product whose usual socket
 * it is. Fails with `engine.unknown` and the names that there are.
 */
export async function namedEngine(named: string, place: DiscoveryPlace): Promise<string> {
  if (/^[a-z]+:\/\//.test(named)) return addressOf(parseAddress(named))
  if (/^[/\\]/.test(named)) return addressOf({ kind: 'socket', path: named })
  const configFolder = place.env.DOCKER_CONFIG || join(place.home, '.docker')
  const [contexts, sockets] = await Promise.all([readContexts(configFolder), knownSockets(place)])
  const context = contexts.find(({ name }) => name === named)
  if (context) return addressOf(parseAddress(context.host, context.tls))
  const isSame = ({ product }: { readonly product: string }) => product.toLowerCase() === named.toLowerCase()
  // `default` is what docker calls the engine that needs no context.
  const usual = sockets.filter(named === 'default' ? ({ product }) => product === 'Docker' : isSame)
  const there = await firstThere(usual.map(({ path }) => path))
  if (there !== undefined) return addressOf({ kind: 'socket', path: there })
  const present = await Promise.all(
    sockets.map(async (socket) => ((await isThere(socket.path)) ? [socket.product] : [])),
  )
  const known = [...new Set(['default', ...contexts.map(({ name }) => name), ...present.flat()])]
  throw new ProblemError(problem('engine.unknown', { engine: named, known: known.join(', ') }))
}

/** The only one is taken even while it is not there: then it is what does not answer. */
async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isThere(path)) return path
  return paths.length === 1 ? paths[0] : undefined
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
