/**
 * What is run for a shell: bash where there is one, else sh. It first prints its process id as a control sequence that no terminal
 * shows and that is taken out of the output: neither Docker nor a kubelet ends a command whose client has gone.
 */
export const shellCommand: readonly string[] = [
  'sh',
  '-c',
  "printf '\\033]7777;%s\\007' $$; export TERM=xterm-256color; if command -v bash >/dev/null 2>&1; then exec bash; fi; exec sh",
]

/**
 * As when a terminal's window is closed, for all that was begun in it: background jobs of a small shell as well. Of a line in
 * /proc/PID/stat the fourth word behind the program's name is the session, which has the number of its shell.
 */
export const hangUpCommand = (pid: string): readonly string[] => [
  'sh',
  '-c',
  `for stat in /proc/[0-9]*/stat; do { read -r line <"$stat"; } 2>/dev/null || continue; set -- \${line##*) }; ` +
    `pid=\${stat#/proc/}; [ "$4" = ${pid} ] && kill -HUP "\${pid%/stat}"; done; :`,
]

// biome-ignore lint/suspicious/noControlCharactersInRegex: a control sequence is what it looks for.
const greeting = /^\x1b\]7777;(\d+)\x07/
const longestGreeting = 32

/** The output without that sequence. */
export async function* withoutProcessId(
  output: AsyncIterable<Buffer>,
  take: (pid: string) => void,
): AsyncGenerator<Buffer, void, undefined> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of output) {
    if (head === undefined) {
      yield chunk
      continue
    }
    head = Buffer.concat([head, chunk])
    const text = head.toString('latin1', 0, longestGreeting)
    const found = greeting.exec(text)
    if (!found && !text.includes('\x07') && head.length < longestGreeting) continue
    if (found?.[1]) take(found[1])
    const rest = head.subarray(found?.[0].length ?? 0)
    head = undefined
    if (rest.length > 0) yield rest
  }
  if (head && head.length > 0) yield head
}
