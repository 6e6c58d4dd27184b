import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const limit = { timeout: 2000, windowsHide: true }

/** The process that listens on a port: `nginx (pid 812)`. Empty where it cannot be told, for example somebody else's process. */
export async function findPortHolder(port: number, protocol: 'tcp' | 'udp', signal?: AbortSignal): Promise<string> {
  try {
    if (process.platform === 'linux') return await fromProc(port, protocol, signal)
    if (process.platform === 'darwin') return await fromLsof(port, protocol, signal)
    if (process.platform === 'win32') return await fromPowerShell(port, protocol, signal)
    return ''
  } catch {
    signal?.throwIfAborted()
    return '' // Whoever holds it, the port is taken: not knowing the name is no reason to fail.
  }
}

async function fromProc(port: number, protocol: 'tcp' | 'udp', signal?: AbortSignal): Promise<string> {
  const tables = await Promise.all(
    [protocol, `${protocol}6`].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  )
  const inode = tables.flatMap((table) => listeningInodes(table, port, protocol))[0]
  if (inode === undefined) return ''
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    signal?.throwIfAborted()
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
    const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
    if (!targets.includes(`socket:[${inode}]`)) continue
    return `${(await readFile(`/proc/${pid}/comm`, 'utf8')).trim()} (pid ${pid})`
  }
  return ''
}

/** Fields of /proc/net/tcp (proc(5)): 1 local address in hex, 3 state (0A listens; UDP has no such state), 9 inode. */
export function listeningInodes(table: string, port: number, protocol: 'tcp' | 'udp'): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(suffix) && (protocol === 'udp' || state === '0A'))
    .flatMap((fields) => fields[9] ?? [])
}

async function fromLsof(port: number, protocol: 'tcp' | 'udp', signal?: AbortSignal): Promise<string> {
  const filter = protocol === 'tcp' ? [`-iTCP:${port}`, '-sTCP:LISTEN'] : [`-iUDP:${port}`]
  const { stdout } = await run('lsof', ['-nP', '-Fpc', ...filter], {
    ...limit,
    signal,
  })
  return described(/^c(.+)$/m.exec(stdout)?.[1], /^p(\d+)$/m.exec(stdout)?.[1])
}

async function fromPowerShell(port: number, protocol: 'tcp' | 'udp', signal?: AbortSignal): Promise<string> {
  const query =
    protocol === 'tcp'
      ? `Get-NetTCPConnection -State Listen -LocalPort ${port}`
      : `Get-NetUDPEndpoint -LocalPort ${port}`
  const script = `(Get-Process -Id (${query})[0].OwningProcess | Select-Object Name,Id | ConvertTo-Json -Compress)`
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], {
    ...limit,
    timeout: 5000,
    signal,
  })
  return described(/"Name":"([^"]+)"/.exec(stdout)?.[1], /"Id":(\d+)/.exec(stdout)?.[1])
}

const described = (name: string | undefined, pid: string | undefined) => (name && pid ? `${name} (pid ${pid})` : '')
