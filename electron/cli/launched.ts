/** What the launchers in resources/bin/ put before the user's arguments, which lie behind `--`, where Chromium reads nothing. */
const mark = '--sampan-cli'

/** The arguments of the command, where one of the launchers has started the app; undefined where it is to open its window. */
export function launchedArguments(argv: readonly string[]): string[] | undefined {
  const end = argv.indexOf('--')
  return argv.slice(1, Math.max(end, 0)).includes(mark) ? argv.slice(end + 1) : undefined
}
