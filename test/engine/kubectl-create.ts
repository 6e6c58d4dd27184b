import { spawn } from 'node:child_process'

/** Arranges by the raw tool: a real kubectl in a node posts what comes on its standard input, and so does the stand-in's. */
export async function createObject(node: string, path: string, object: object): Promise<void> {
  const kubectl = spawn('docker', ['exec', '-i', node, 'kubectl', 'create', '--raw', path, '-f', '-'], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const said: Buffer[] = []
  kubectl.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  kubectl.stdin.end(JSON.stringify(object))
  const code = await new Promise((resolve) => kubectl.once('close', resolve))
  if (code !== 0) throw new Error(`kubectl create --raw ${path} ended with ${code}: ${Buffer.concat(said)}`)
}
