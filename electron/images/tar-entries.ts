import { ArchiveDamage } from './archive-damage.ts'
import { ByteReader, type SkippingChunks } from './byte-reader.ts'

const blockBytes = 512
/** Names that need more than this are no names. */
const longestNameBytes = 1024 ** 2

export interface TarEntry {
  /** Without `./` before it. */
  readonly name: string
  readonly size: number
  readonly isFile: boolean
  /** What a link leads to, from its own folder. */
  readonly link: string | undefined
  /** Where its header begins. */
  readonly offset: number
  /** All that stands before its content, as it is: its header, and before that those of a long name. */
  readonly head: Buffer
  /** Its content, padding included. What nobody reads of it before the next entry is asked for is skipped. */
  readonly body: AsyncGenerator<Buffer, void, undefined>
}

/**
 * The entries of a tar as they come. Our own, since no library tells where an archive is damaged, or hands on an entry as it stands.
 * Fails with an ArchiveDamage, also where the stream ends in the middle of an entry.
 */
export async function* tarEntries(chunks: SkippingChunks): AsyncGenerator<TarEntry, void, undefined> {
  const reader = new ByteReader(chunks)
  try {
    for (;;) {
      const entry = await nextEntry(reader)
      if (!entry) break
      const { offset } = reader
      yield entry
      await reader.skip(offset + paddedBytes(entry.size) - reader.offset)
    }
    // Only padding follows the end. It is read all the same, because the sender waits for that.
    await reader.drain()
  } finally {
    await reader.leave()
  }
}

/** An entry of our own, ready to be sent. */
export const packedEntry = (name: string, content: Buffer): Buffer =>
  Buffer.concat([
    packedHeader(name, content.length),
    content,
    Buffer.alloc(paddedBytes(content.length) - content.length),
  ])

/** The header of an entry. Its content follows, padded to whole blocks. */
export function packedHeader(name: string, size: number, kind: 'file' | 'folder' = 'file'): Buffer {
  const header = Buffer.alloc(blockBytes)
  header.write(name, 0, 100)
  header.write(kind === 'file' ? '0000644\0' : '0000755\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  // From 8 GiB on, the digits do not suffice.
  if (size < 8 ** 11) header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  else {
    header.writeUInt8(0x80, 124)
    header.writeUIntBE(size, 130, 6)
  }
  header.write(
    `${Math.floor(Date.now() / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  )
  header.write(kind === 'file' ? '0' : '5', 156)
  header.write('ustar\x0000', 257)
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** The end-of-archive marker of a tar. */
export const tarEnd = Buffer.alloc(2 * blockBytes)

export const paddedBytes = (size: number): number => Math.ceil(size / blockBytes) * blockBytes

/** Undefined at the end. */
async function nextEntry(reader: ByteReader): Promise<TarEntry | undefined> {
  const { offset } = reader
  const head: Buffer[] = []
  let name: string | undefined
  let size: number | undefined
  for (;;) {
    const at = reader.offset
    const block = await reader.take(blockBytes)
    // Some end an archive without the two empty blocks.
    if (!block || block.every((byte) => byte === 0)) return undefined
    const header = headerOf(block, at)
    head.push(block)
    if (!'LKxg'.includes(header.type)) {
      const bytes = size ?? header.size
      return {
        name: (name ?? header.name).replace(/^(\.?\/)+/, ''),
        size: bytes,
        isFile: header.type === '0',
        link: header.type === '1' || header.type === '2' ? header.link : undefined,
        offset,
        head: Buffer.concat(head),
        body: reader.pieces(paddedBytes(bytes)),
      }
    }
    if (header.size > longestNameBytes) throw new ArchiveDamage('invalid tar header', at)
    const content = await reader.take(paddedBytes(header.size))
    if (!content) throw new ArchiveDamage('unexpected end', reader.offset)
    head.push(content)
    const text = content.subarray(0, header.size).toString()
    if (header.type === 'L') name = text.replace(/\0.*$/s, '')
    if (header.type === 'x') {
      const records = paxRecords(text)
      name = records.get('path') ?? name
      size = records.has('size') ? Number(records.get('size')) : size
    }
  }
}

function headerOf(block: Buffer, offset: number): { name: string; size: number; type: string; link: string } {
  if (numberAt(block, 148, 8) !== sumOf(block)) throw new ArchiveDamage('invalid tar header', offset)
  const prefix = textAt(block, 257, 5) === 'ustar' ? textAt(block, 345, 155) : ''
  const ownName = textAt(block, 0, 100)
  const type = String.fromCharCode(block[156] ?? 0).replace('\0', '0')
  const size = numberAt(block, 124, 12)
  if (!Number.isSafeInteger(size)) throw new ArchiveDamage('invalid tar header', offset)
  return {
    name: prefix === '' ? ownName : `${prefix}/${ownName}`,
    size: '123456'.includes(type) ? 0 : size,
    type,
    link: textAt(block, 157, 100),
  }
}

/** Of all bytes, with blanks in place of the sum itself. */
function sumOf(block: Buffer): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0)
}

const textAt = (block: Buffer, from: number, length: number) =>
  block.toString('utf8', from, from + length).replace(/\0.*$/s, '')

/** Octal digits, or for large files the bytes of the number itself. */
function numberAt(block: Buffer, from: number, length: number): number {
  if ((block[from] ?? 0) & 0x80) return block.readUIntBE(from + length - 6, 6)
  return Number.parseInt(textAt(block, from, length).trim() || '0', 8)
}

/** `length key=value`, one a line. */
function paxRecords(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^\d+ ([^=\n]+)=(.*)$/gm)].map(([, key = '', value = '']): [string, string] => [key, value]),
  )
}
