import { stringify } from 'yaml'

/** Fields that differ as YAML, `-` what was and `+` what will be. Of a long text only the lines that differ. */
export function changesText(
  changes: readonly { readonly field: string; readonly before?: unknown; readonly after?: unknown }[],
): string[] {
  return changes.flatMap(({ field, before, after }) => lineDiff(yamlLines(field, before), yamlLines(field, after)))
}

function yamlLines(field: string, value: unknown): string[] {
  return value === undefined
    ? []
    : stringify({ [field]: value }, { lineWidth: 0 })
        .trimEnd()
        .split('\n')
}

/** Everything between the first and the last line that differ, under the field's own line. */
function lineDiff(before: readonly string[], after: readonly string[]): string[] {
  const shorter = Math.min(before.length, after.length)
  let same = 0
  while (same < shorter && before[same] === after[same]) same += 1
  let tail = 0
  while (tail < shorter - same && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  const [header] = same > 0 ? before : []
  return [
    ...(header === undefined ? [] : [`  ${header}`]),
    ...before.slice(same, before.length - tail).map((line) => `- ${line}`),
    ...after.slice(same, after.length - tail).map((line) => `+ ${line}`),
  ]
}
