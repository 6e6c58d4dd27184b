import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { inspect } from 'node:util'
import type Dockerode from 'dockerode'
import type { DockerConnection, TlsMaterial } from './docker-endpoint.ts'

export function agentFor(connection: DockerConnection): HttpAgent {
  return plainlyInspected(
    connection.kind === 'socket' || !connection.tls ? new HttpAgent({ keepAlive: true }) : tlsAgent(connection.tls),
  )
}

function tlsAgent({ ca, cert, key, isVerified }: TlsMaterial): HttpsAgent {
  return new HttpsAgent({
    keepAlive: true,
    rejectUnauthorized: isVerified,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
  })
}

/**
 * docker-modem formats each request for its debug line, wanted or not, with all hidden properties to any depth. That takes longer than
 * the request, and walking through an agent's open sockets so crashes Electron 25.
 */
function plainlyInspected(agent: HttpAgent): HttpAgent {
  return Object.assign(agent, { [inspect.custom]: () => 'Agent' })
}

/** dockerode is loaded when the first request is made: it costs some 190 ms, which the window must not wait for. */
export async function openModem(connection: DockerConnection, agent: HttpAgent): Promise<Dockerode['modem']> {
  const { default: Docker } = await import('dockerode')
  // Every key is given, because dockerode takes what is missing from DOCKER_HOST and its companions.
  const nothing = {
    host: undefined,
    port: undefined,
    socketPath: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  }
  const place =
    connection.kind === 'socket'
      ? { socketPath: connection.path, protocol: 'http' as const }
      : {
          host: connection.host,
          port: connection.port,
          protocol: connection.tls ? ('https' as const) : ('http' as const),
        }
  const options = { ...nothing, ...place, agent }
  return new Docker(options).modem
}
