import { adviseEngine, type EngineAdvice } from '#shared/engine-advice.ts'
import type { Language } from '#shared/preferences.ts'
import type { Problem } from '#shared/problem.ts'
import { translate } from '#shared/translate.ts'
import { originOf } from '../docker/discovery.ts'
import type { DiscoveryPlace } from '../docker/known-sockets.ts'
import { hostSystem } from '../host/linux-system.ts'

/** What helps on this system against a Problem with Docker, as lines below it; empty for every other Problem. */
export async function engineAdvice(problem: Problem, place: DiscoveryPlace, language: Language): Promise<string> {
  if (!problem.code.startsWith('docker.')) return ''
  const { endpoint, engine } = problem.params
  const origin = await originOf(String(endpoint ?? engine ?? ''), place)
  return adviseEngine(problem, hostSystem(place.platform), origin)
    .map((advice) => adviceText(inTerminal(advice, place), language))
    .join('\n')
}

/** In a terminal another engine is not chosen below, but by doing without what names this one. */
function inTerminal(advice: EngineAdvice, { env, platform }: DiscoveryPlace): EngineAdvice {
  const without = (name: string) => (platform === 'win32' ? `Remove-Item Env:${name}` : `unset ${name}`)
  switch (advice.text) {
    case 'noEngine.environment':
      return { text: 'cli.engine.environment', commands: [without('DOCKER_HOST')] }
    case 'noEngine.context': {
      const leave = env.DOCKER_CONTEXT ? without('DOCKER_CONTEXT') : 'docker context use default'
      return { ...advice, text: 'cli.engine.context', commands: [...advice.commands, leave] }
    }
    default:
      return advice
  }
}

const adviceText = ({ text, params, commands }: EngineAdvice, language: Language) =>
  [translate(language, text, params), ...commands.map((command) => `  ${command}`)].join('\n')
