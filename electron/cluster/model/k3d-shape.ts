import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'

const versions = ['v1alpha2', 'v1alpha3', 'v1alpha4', 'v1alpha5'].map((version) => `k3d.io/${version}`)

const text = z.string().nullish()
const whole = z.int().nullish()
const isOn = z.boolean().nullish()
const list = z.array(z.unknown()).nullish()
const mapping = <S extends z.core.$ZodLooseShape>(shape: S) => z.looseObject(shape).nullish()

/** The types that k3d itself asks for (its `config.schema.json`). What it knows beside is left out by its name. */
const K3dShape = z.looseObject({
  apiVersion: z.enum(versions),
  kind: z.literal('Simple').nullish(),
  name: text,
  metadata: mapping({ name: text }),
  servers: whole,
  agents: whole,
  image: text,
  token: text,
  network: text,
  subnet: text,
  kubeAPI: mapping({ host: text, hostIP: text, hostPort: z.union([z.string(), z.int()]).nullish() }),
  ports: list,
  volumes: list,
  env: list,
  files: list,
  hostAliases: list,
  options: mapping({
    k3d: mapping({ wait: isOn, disableLoadbalancer: isOn, disableImageVolume: isOn, disableRollback: isOn }),
    k3s: mapping({ extraArgs: list, nodeLabels: list, extraServerArgs: list, extraAgentArgs: list }),
    kubeconfig: mapping({ updateDefaultKubeconfig: isOn, switchCurrentContext: isOn }),
    runtime: mapping({ serversMemory: text, agentsMemory: text, hostPidMode: isOn, labels: list, ulimits: list }),
  }),
  registries: mapping({ use: list, config: text }),
})

/** Fails with `spec.invalid` for a file of another version or kind, or with a value that is not of its type. */
export function refuseOtherK3d(value: unknown): void {
  const { error } = K3dShape.safeParse(value)
  const [issue] = error?.issues ?? []
  if (issue === undefined) return
  const reason =
    issue.code === 'invalid_value'
      ? { reason: 'reason.oneOf', subject: issue.values.join(', ') }
      : { reason: 'reason.wrongType', subject: issue.code === 'invalid_type' ? issue.expected : 'string' }
  throw new ProblemError(problem('spec.invalid', { field: issue.path.join('.'), ...reason }), { cause: error })
}
