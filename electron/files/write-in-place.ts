import { type FileHandle, open } from 'node:fs/promises'

/**
 * Writes into a file that must stay the one it is: its old bytes come back where the new ones cannot all be written. For nothing but
 * that: a process that is killed in the midst leaves a torn file.
 */
export async function writeInPlace(path: string, bytes: Buffer, before: Buffer): Promise<void> {
  const file = await open(path, 'r+')
  try {
    try {
      await fill(file, bytes)
    } catch (error) {
      // What they take on the disk is still theirs: the file has not been made shorter yet.
      await fill(file, before)
      throw error
    }
  } finally {
    await file.close()
  }
}

async function fill(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, done)
    done += bytesWritten
  }
  await file.truncate(bytes.length)
  await file.sync()
}
