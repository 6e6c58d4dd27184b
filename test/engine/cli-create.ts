import { stringify } from 'yaml'
import { OperationEvent } from '#shared/operation.ts'
import { leanComponents, quickBoot, testImage } from './docker.ts'

/** The image under test, quick to boot, with all that it brings. */
export const quickArgs = ['--image', testImage, '--env', `FAKE_K3S_BOOT_MS=${quickBoot.FAKE_K3S_BOOT_MS}`]

/** What `sampan` is given for a small cluster that boots quickly. Where `more` says something again, it counts. */
export const createArgs = (cluster: string, ...more: string[]): string[] => [
  ...['create', cluster, ...quickArgs],
  ...(leanComponents.length > 0 ? ['--disable', leanComponents.join(',')] : []),
  ...more,
]

/** Such a cluster as a file, for `apply` and `diff`. */
export const specFile = (cluster: string, more: object = {}): string =>
  stringify({ name: cluster, image: testImage, env: quickBoot, disable: leanComponents, agents: 1, ...more })

type Step = Extract<OperationEvent, { kind: 'step' }>

/** Whether a line of `--json` tells of a step; of one that is so, where more is asked. */
export function isStep(line: string, meant: Partial<Pick<Step, 'stage' | 'action' | 'state'>> = {}): boolean {
  const event = OperationEvent.safeParse(JSON.parse(line)).data
  if (event?.kind !== 'step') return false
  const { stage = event.stage, action = event.action, state = event.state } = meant
  return event.stage === stage && event.action === action && event.state === state
}

/** The first container is there by now. */
export const hasMade = (line: string): boolean => isStep(line, { action: 'create container', state: 'done' })
