import type { ContainerRuntime } from '../../docker/container-runtime.ts'

/** What a container said last, for whoever has to tell why it does not do what it should. */
export async function lastLines(runtime: ContainerRuntime, name: string, signal: AbortSignal): Promise<string> {
  const lines: string[] = []
  for await (const { data } of runtime.logs(name, { follow: false, tailLines: 5 }, signal))
    lines.push(data.toString('utf8'))
  return lines.join('').trim()
}
