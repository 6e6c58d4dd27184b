/** `broken` says of each failure its title and the beginning of its reason. @typedef {{ passed: number, failed: number, skipped: string[], broken: string[] }} Count */

/**
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} Test
 * @param {{ testResults: { status: string, name: string, message?: string, assertionResults: Test[] }[] }} report
 * @returns {Count}
 */
export function countVitest(report) {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = tests.filter(({ status }) => status === 'failed')
  // A file that could not even be loaded has no tests to count; those of one whose `beforeAll` failed are called skipped.
  const unprepared = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: failed.length + unprepared.length,
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
    broken: [
      ...unprepared.map(({ name, message }) => titled(`${name.split('/').pop()} as a whole`, message)),
      ...failed.map(({ fullName, failureMessages }) => titled(fullName, failureMessages?.[0])),
    ],
  }
}

/** @param {{ suites: object[] }} report @returns {Count} */
export function countPlaywright(report) {
  const specs = report.suites.flatMap(specsOf)
  const outcome = ({ tests }) => tests[0]?.status
  const failed = specs.filter((spec) => outcome(spec) === 'unexpected')
  return {
    passed: specs.filter((spec) => outcome(spec) === 'expected').length,
    failed: failed.length,
    skipped: specs
      .filter((spec) => outcome(spec) === 'skipped')
      .map(({ title, tests }) => `${title} ${tests[0]?.annotations?.[0]?.description ?? ''}`.trim()),
    broken: failed.map(({ file, line, title, tests }) =>
      titled(`${file}:${line} ${title}`, tests[0]?.results?.[0]?.errors?.map(({ message }) => message).join('\n')),
    ),
  }
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
}

const shownLines = 8
const shownColumns = 200

/** @param {string} title @param {string | undefined} reason */
function titled(title, reason) {
  const lines = stripped(reason ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '')
  return [title, ...lines.slice(0, shownLines).map((line) => `    ${line.slice(0, shownColumns)}`)].join('\n')
}

/** Without the colors that runners paint their reasons with. @param {string} text */
function stripped(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for.
  return text.replace(/\u001b\[[0-9;]*m/g, '')
}
