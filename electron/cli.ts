import { homedir } from 'node:os'
import { CommanderError } from 'commander'
import { type Problem, ProblemError, problemOf } from '#shared/problem.ts'
import { version } from '../package.json'
import entrypoint from '../resources/node/entrypoint.sh?raw'
import { sharedAbort } from './async/scope.ts'
import { isJsonWanted } from './cli/arguments.ts'
import { engineAdvice } from './cli/engine-advice.ts'
import { Interruption, interruptionOf } from './cli/interruption.ts'
import { languageOf } from './cli/language.ts'
import { createOutput } from './cli/output.ts'
import { createProgram } from './cli/program.ts'
import { tellProblem } from './cli/tell-problem.ts'
import { usageProblem } from './cli/usage.ts'
import { Claims } from './cluster/change/claims.ts'
import { openClusterEngine } from './cluster/cluster-engine.ts'
import { clusterLogs } from './cluster-logs.ts'
import { askDatabase } from './datastore/ask-database.ts'
import { discoverEngines } from './docker/discovery.ts'
import { namedEngine } from './docker/named-engine.ts'
import { openRuntime } from './docker/open-runtime.ts'
import { localHost } from './host/local-host.ts'
import { ImageLibrary } from './images/library.ts'
import { defaultRegistriesFile, libraryFolder } from './kubeconfig/data-folder.ts'
import { Kubeconfigs } from './kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs, privateFolder } from './kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from './kubeconfig/user-kubeconfig.ts'
import { connectKubeApi } from './kubernetes/kube-client.ts'
import { DefaultRegistries } from './registry/default-registries.ts'
import { engineOfWindow } from './settings/chosen-engine.ts'

/** For an engine that is just starting: it takes connections before it answers. */
const enginePatienceMs = 15_000

/** Composition root of the terminal front end: the same engine as the window, no Electron. */
async function main(): Promise<void> {
  const place = { env: process.env, home: homedir(), platform: process.platform }
  const isJson = isJsonWanted(process.argv.slice(2))
  const language = languageOf(process.argv.slice(2), place)
  // Node's own warnings would be prose among JSON lines.
  if (isJson) process.removeAllListeners('warning')
  const interrupt = sharedAbort()
  const claims = new Claims()
  // The first Ctrl-C undoes what is being made; the second one does not wait for that.
  process.once('SIGINT', () => {
    interrupt.abort(new Interruption('SIGINT'))
    process.once('SIGINT', () => process.exit(130))
  })
  process.once('SIGTERM', () => interrupt.abort(new Interruption('SIGTERM')))
  // A terminal that is closed says so more than once: through the shell, and by itself.
  process.on('SIGHUP', () => interrupt.abort(new Interruption('SIGHUP')))
  // `sampan logs … | head` ends when head has had enough. What is being made is undone as by Ctrl-C: nobody would hear how it ends.
  const isUnread = ({ code }: NodeJS.ErrnoException) => {
    if (claims.isHolding) interrupt.abort(new Interruption('SIGPIPE'))
    else end(interruptionOf(interrupt.signal)?.exitCode ?? (code === 'EPIPE' ? 0 : 1))
  }
  process.stdout.on('error', isUnread)
  process.stderr.on('error', isUnread)

  // Named on the command line, else as the docker command is told by the environment, else as chosen in the window.
  const searchFor = async (named: string | undefined) => {
    if (named !== undefined) return { ...place, preferred: await namedEngine(named, place) }
    const isTold = Boolean(process.env.DOCKER_HOST || process.env.DOCKER_CONTEXT)
    return { ...place, preferred: isTold ? undefined : await engineOfWindow(place) }
  }
  const open = async (named: string | undefined) => {
    const { runtime } = await openRuntime(
      { ...(await searchFor(named)), patienceMs: enginePatienceMs },
      interrupt.signal,
    )
    return runtime
  }

  const library = new ImageLibrary(libraryFolder(place))
  const advise = (found: Problem) => engineAdvice(found, place, language)
  const program = createProgram({
    openEngine: async (named) =>
      openClusterEngine({
        runtime: await open(named),
        claims,
        library,
        connectApi: connectKubeApi,
        askDatabase,
        host: localHost(),
        entrypoint,
        defaultImage: process.env.SAMPAN_K3S_IMAGE,
      }),
    openLogs: async (cluster, named) =>
      clusterLogs(await open(named), cluster, (problem) => interrupt.abort(new ProblemError(problem))),
    library,
    kubeconfigs: new Kubeconfigs({
      user: new UserKubeconfig(place),
      own: new PrivateKubeconfigs(privateFolder(place)),
    }),
    defaults: new DefaultRegistries(defaultRegistriesFile(place)),
    discover: async (signal, named) => discoverEngines(await searchFor(named), signal),
    advise,
    signal: interrupt.signal,
    version,
    isJson,
    language,
    setExitCode: (code) => {
      process.exitCode = code
    },
  })
  try {
    await program.parseAsync(process.argv.slice(2), { from: 'user' })
  } catch (error) {
    const output = createOutput({ isJson, isVerbose: false, language, signal: interrupt.signal })
    if (error instanceof CommanderError) {
      // What is wrong in words has been said by Commander itself.
      if (isJson && error.exitCode !== 0) output.problem(usageProblem(error))
      process.exitCode = error.exitCode === 0 ? 0 : 2
    } else process.exitCode = await tellProblem(problemOf(error), { output, isJson, advise })
  }
  process.exitCode = interruptionOf(interrupt.signal)?.exitCode ?? process.exitCode
}

void main().finally(() => flushed().then(() => end(process.exitCode)))

/** Connections that are kept alive would hold the process for seconds. */
function end(exitCode: typeof process.exitCode): void {
  if (exitCode !== new Interruption('SIGHUP').exitCode) process.exit(exitCode)
  // Node crashes when it is to leave a terminal that is gone in order. The signal itself asks nothing of it.
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}

function flushed(): Promise<void> {
  return new Promise((resolve) => process.stdout.write('', () => resolve()))
}
