/** An archive that cannot be what it is said to be. */
export class ArchiveDamage extends Error {
  override readonly name = 'ArchiveDamage'
  /** Where that was seen, in bytes of the archive as it is read: uncompressed, unless the compression itself is broken. */
  readonly offset: number

  constructor(reason: string, offset: number, options?: ErrorOptions) {
    super(reason, options)
    this.offset = offset
  }
}
