import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { RegistriesFinding } from '#shared/registry.ts'
import { checkRegistries } from '../../registry/registries-file.ts'
import type { TakenFiles } from '../../registry/taken-files.ts'

const actions = [{ kind: 'openLink' as const, link: 'k3s-registries' as const }]

/** The first thing with which k3s does not start, or all that it takes without a word and then ignores, each with its cure. */
export function registryProblems(
  text: string,
  k3sVersion: string | undefined,
  files: TakenFiles = {},
): { readonly wrong: Problem | undefined; readonly ignored: readonly Problem[] } {
  const findings = checkRegistries(text, { k3sVersion, isTaken: (path) => Object.hasOwn(files, path) })
  const wrong = findings.find(({ severity }) => severity === 'error')
  return {
    wrong: wrong && problem('registries.invalid', paramsOf(wrong), { actions }),
    ignored: findings.map((finding) => problem('registries.ignored', paramsOf(finding), { actions })),
  }
}

/** Why nothing can be made of a text. */
export function unreadable(text: string): ProblemError {
  const { wrong } = registryProblems(text, undefined)
  const unknown = { line: 1, column: 1, reason: 'registriesRule.not_yaml', subject: 'OTHER' }
  return new ProblemError(wrong ?? problem('registries.invalid', unknown, { actions }))
}

const paramsOf = ({ line, column, rule, subject, becomes, fix }: RegistriesFinding) => ({
  ...{ line, column, reason: `registriesRule.${rule}`, subject },
  ...(becomes === undefined ? {} : { becomes }),
  ...(fix ? { fix: `registriesFix.${fix.kind}`, mend: fix.subject } : {}),
})
