import type { Socket } from 'node:net'
import { objectPath } from './object-paths.ts'
import type { PodChannels } from './pod-channels.ts'

// Of the kubelet's port-forward over a WebSocket (kubelet, cri/streaming/portforward/websocket.go): two channels for each port, data
// and error, and the port's number as the first message of each.
const dataChannel = 0
const errorChannel = 1

/** What one message takes at most: of an agent's traffic all goes through one tunnel to its server. */
const messageBytes = 32 * 1024
/**
 * The protocol cannot say that a client sends no more. Its answer still comes; when nothing came for this long after its end, nobody
 * waits for one.
 */
const quietAfterEndMs = 30_000
const farewellMs = 5_000

export const portForwardPath = ({ namespace, pod, port }: { namespace: string; pod: string; port: number }) =>
  `${objectPath({ kind: 'Pod', namespace, name: pod })}/portforward?ports=${port}`

/** The kubelet could not connect, or lost the connection: its own words. */
export class ForwardingError extends Error {
  override readonly name = 'ForwardingError'
}

/**
 * Joins a client with a pod's port, as slow as the slower of the two, until either end closes. An end in good order is passed on after
 * the last byte; a broken one resets the client's connection, so that half an answer is not taken for the whole. Throws what broke it.
 */
export async function joinPort(client: Socket, channels: PodChannels, quietMs = quietAfterEndMs): Promise<void> {
  // The client's reset is seen while nothing is read or written, too.
  const leave = () => channels.close()
  client.once('close', leave)
  const quiet = quietTimer(quietMs, () => client.destroy())
  const sending = sendAll(client, channels).then(quiet.begin, () => client.destroy())
  try {
    const words = await receiveAll(client, channels, quiet.heard)
    if (words !== undefined) throw new ForwardingError(words)
    await farewell(client)
  } catch (error) {
    // A client that has left is no failure.
    if (client.destroyed) return
    client.resetAndDestroy()
    throw error
  } finally {
    client.off('close', leave)
    quiet.stop()
    channels.close()
    client.destroy()
    await sending
  }
}

/** Ends the client's connection behind the last byte. What it is still sending is taken for a while: to refuse it would be a reset. */
function farewell(client: Socket): Promise<void> {
  return new Promise((resolve) => {
    const leave = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(leave, farewellMs)
    client.once('close', leave)
    client.end()
  })
}

async function sendAll(client: Socket, channels: PodChannels): Promise<void> {
  for await (const chunk of client.iterator({ destroyOnReturn: false })) {
    for (let at = 0; at < chunk.length; at += messageBytes) {
      await channels.send(dataChannel, chunk.subarray(at, at + messageBytes))
    }
  }
}

/** The words of the error channel, if it had any. */
async function receiveAll(client: Socket, channels: PodChannels, heard: () => void): Promise<string | undefined> {
  const isFirst = [true, true]
  let words: string | undefined
  for await (const { channel, data } of channels.messages) {
    const payload = isFirst[channel] ? data.subarray(2) : data
    isFirst[channel] = false
    if (payload.length === 0) continue
    if (channel === errorChannel) words = (words ?? '') + payload.toString()
    else if (channel === dataChannel) {
      heard()
      await written(client, payload)
    }
  }
  return words
}

function written(client: Socket, data: Buffer): Promise<void> {
  return new Promise((resolve, reject) => client.write(data, (error) => (error ? reject(error) : resolve())))
}

/** Begins when the client has ended, and again with everything that comes after that. */
function quietTimer(ms: number, expire: () => void) {
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  return {
    begin: () => {
      if (!isOver) timer = setTimeout(expire, ms)
    },
    heard: () => void timer?.refresh(),
    stop: () => {
      isOver = true
      clearTimeout(timer)
      timer = undefined
    },
  }
}
