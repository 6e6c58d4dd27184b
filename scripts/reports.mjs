/** @typedef {{ passed: number, failed: number, skipped: string[] }} Count */

/** @param {{ testResults: { status: string, name: string, assertionResults: { status: string, fullName: string }[] }[] }} report @returns {Count} */
export function countVitest(report) {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  // A file that could not even be loaded has no tests to count; those of one whose `beforeAll` failed are called skipped.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(({ status }) => status === 'failed').length + broken.length,
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
  }
}

/** @param {{ suites: object[] }} report @returns {Count} */
export function countPlaywright(report) {
  const specs = report.suites.flatMap(specsOf)
  const outcome = ({ tests }) => tests[0]?.status
  return {
    passed: specs.filter((spec) => outcome(spec) === 'expected' || outcome(spec) === 'flaky').length,
    failed: specs.filter((spec) => outcome(spec) === 'unexpected').length,
    skipped: specs
      .filter((spec) => outcome(spec) === 'skipped')
      .map(({ title, tests }) => `${title} ${tests[0]?.annotations?.[0]?.description ?? ''}`.trim()),
  }
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
}
