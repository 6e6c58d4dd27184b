/** The JSON values of a stream of lines, as Docker's events and pulls and Kubernetes' watches send them. Empty lines are skipped. */
export async function* jsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<unknown, void, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.trim() !== '') yield JSON.parse(line)
    }
  }
  if (rest.trim() !== '') yield JSON.parse(rest)
}
