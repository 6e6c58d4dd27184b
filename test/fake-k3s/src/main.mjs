// Dispatch, as the multi-call binary does: by the name it was called with, then by its sub-command.
import { basename } from 'node:path'
import { readSettings } from './cli.mjs'
import { fatal, logToFile } from './log.mjs'
import { currentVersion } from './version.mjs'

const version = currentVersion()
const TOOLS = ['kubectl', 'crictl', 'ctr']

async function run([command, ...args]) {
  // `k3s kubectl` is the business of the wrapper, which the image does not have: its binary hands kubectl its own name.
  if (command === 'kubectl' && !TOOLS.includes(called)) {
    console.error('error: unknown command "kubectl" for "kubectl"')
    process.exitCode = 1
    return
  }
  if (TOOLS.includes(command)) {
    const { runTool } = await import('./tools.mjs')
    return runTool(command, args, version)
  }
  switch (command) {
    case '--version':
    case '-v':
      console.log(`k3s version ${version.version} (${version.commit})\ngo version ${version.go}`)
      return
    case 'server':
    case 'agent': {
      const settings = readSettings(command, args)
      process.title = `/bin/k3s ${command}`
      if (settings.log) logToFile(settings.log)
      if (command === 'server') return (await import('./server.mjs')).runServer(settings, version)
      return (await import('./agent.mjs')).runAgent(settings, version)
    }
    case 'token':
    case 'etcd-snapshot': {
      const { runCommand } = await import('./commands.mjs')
      return runCommand(command, args)
    }
    case undefined:
    case '--help':
    case '-h':
    case 'help':
      console.log(
        'NAME:\n   k3s - Kubernetes, but small and simple\n\nCOMMANDS:\n   server, agent, kubectl, crictl, ctr, token, etcd-snapshot',
      )
      return
    default:
      console.log(`No help topic for '${command}'`)
      process.exitCode = 3
  }
}

const called = basename(process.argv[1])
const prefix = TOOLS.includes(called) ? [called] : called.startsWith('k3s-') ? [called.slice(4)] : []
run([...prefix, ...process.argv.slice(2)]).catch((failure) => fatal(`Error: ${failure.message}`))
