import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'

/** The bench runs at the root of the repository. */
const xterm = join('node_modules', '@xterm', 'xterm')

const page = `<!doctype html>
<meta charset="utf-8">
<title>xterm.js</title>
<link rel="stylesheet" href="/xterm.css">
<style>html, body, #log { margin: 0; height: 100%; }</style>
<div id="log"></div>
<script src="/xterm.js"></script>
<script>
  const terminal = new Terminal({ cols: 160, rows: 40, scrollback: 1000000, convertEol: true })
  terminal.open(document.getElementById('log'))
  terminal.onKey(({ domEvent: { key } }) => {
    if (key === 'PageUp') terminal.scrollPages(-1)
    if (key === 'End') terminal.scrollToBottom()
  })
  terminal.focus()
  window.takenLines = 0
  async function read() {
    const reader = (await fetch('/log')).body.getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      let lines = 0
      for (const byte of value) if (byte === 10) lines += 1
      // The next piece is asked for when this one was taken, so that nothing piles up.
      await new Promise((resolve) => terminal.write(value, resolve))
      window.takenLines += lines
    }
  }
  read()
</script>`

/** A page that shows a node's log in xterm.js, read from `docker logs -f`. */
export async function serveXterm(node: string): Promise<{ address: string; close: () => void }> {
  const files = new Map([
    ['/xterm.js', ['text/javascript', await readFile(join(xterm, 'lib', 'xterm.js'))] as const],
    ['/xterm.css', ['text/css', await readFile(join(xterm, 'css', 'xterm.css'))] as const],
    ['/', ['text/html', Buffer.from(page)] as const],
  ])
  const server = createServer((request, response) => {
    if (request.url === '/log') {
      const reading = spawn('docker', ['logs', '-f', node], { stdio: ['ignore', 'pipe', 'ignore'] })
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' })
      reading.stdout.pipe(response)
      response.on('close', () => reading.kill())
      return
    }
    const file = files.get(request.url ?? '')
    if (file) response.writeHead(200, { 'Content-Type': file[0] }).end(file[1])
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The page has no port')
  return { address: `http://127.0.0.1:${address.port}/`, close: () => server.closeAllConnections() }
}
