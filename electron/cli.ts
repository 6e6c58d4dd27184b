import { homedir } from 'node:os'
import { CommanderError } from 'commander'
import { ProblemError, problemOf } from '#shared/problem.ts'
import { version } from '../package.json'
import entrypoint from '../resources/node/entrypoint.sh?raw'
import { problemText } from './cli/output.ts'
import { createProgram } from './cli/program.ts'
import { Claims } from './cluster/change/claims.ts'
import { openClusterEngine } from './cluster/cluster-engine.ts'
import { clusterLogs } from './cluster-logs.ts'
import { discoverEngines } from './docker/discovery.ts'
import { openRuntime } from './docker/open-runtime.ts'
import { localHost } from './host/local-host.ts'
import { Kubeconfigs } from './kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs, privateFolder } from './kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from './kubeconfig/user-kubeconfig.ts'
import { connectKubeApi } from './kubernetes/kube-client.ts'

/** For an engine that is just starting: it takes connections before it answers. */
const enginePatienceMs = 15_000

/** Composition root of the terminal front end: the same engine as the window, no Electron. */
async function main(): Promise<void> {
  const place = { env: process.env, home: homedir(), platform: process.platform }
  const interrupt = new AbortController()
  // The first Ctrl-C undoes what is being made; the second one does not wait for that.
  process.once('SIGINT', () => {
    interrupt.abort(new DOMException('Interrupted', 'AbortError'))
    process.once('SIGINT', () => process.exit(130))
  })
  process.once('SIGTERM', () => interrupt.abort(new DOMException('Terminated', 'AbortError')))
  // `sampan logs … | head` ends when head has had enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

  const program = createProgram({
    openEngine: async () => {
      const { runtime } = await openRuntime({ ...place, patienceMs: enginePatienceMs }, interrupt.signal)
      return openClusterEngine({
        runtime,
        claims: new Claims(),
        connectApi: connectKubeApi,
        host: localHost(),
        entrypoint,
        defaultImage: process.env.SAMPAN_K3S_IMAGE,
      })
    },
    openLogs: async (cluster) => {
      const { runtime } = await openRuntime({ ...place, patienceMs: enginePatienceMs }, interrupt.signal)
      return clusterLogs(runtime, cluster, (problem) => interrupt.abort(new ProblemError(problem)))
    },
    kubeconfigs: new Kubeconfigs({
      user: new UserKubeconfig(place),
      own: new PrivateKubeconfigs(privateFolder(place)),
    }),
    discover: (signal) => discoverEngines(place, signal),
    signal: interrupt.signal,
    version,
    setExitCode: (code) => {
      process.exitCode = code
    },
  })
  try {
    await program.parseAsync(process.argv.slice(2), { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else {
      process.stderr.write(`${problemText(problemOf(error))}\n`)
      process.exitCode = 1
    }
  }
}

// Connections that are kept alive would hold the process for seconds.
void main().finally(() => flushed().then(() => process.exit()))

function flushed(): Promise<void> {
  return new Promise((resolve) => process.stdout.write('', () => resolve()))
}
