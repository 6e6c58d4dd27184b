/** `linux/amd64` from what an engine, a kernel or an image calls its architecture. */
export function platformOf(architecture: string, variant?: string): string {
  const known: Readonly<Record<string, string>> = {
    x86_64: 'amd64',
    aarch64: 'arm64',
    armv7l: 'arm/v7',
    armhf: 'arm/v7',
  }
  const name = known[architecture] ?? architecture
  // arm64 has only v8, which some write down and most do not.
  const isMeant = variant !== undefined && variant !== '' && name === 'arm'
  return `linux/${name}${isMeant ? `/${variant}` : ''}`
}

/** Whether a node of one platform can run images of another: of ARM, a newer one runs what was built for an older one. */
export function runs(node: string, image: string): boolean {
  const [own, given] = [node.split('/'), image.split('/')]
  if (own[1] !== given[1]) return false
  return (given[2] ?? 'v7') <= (own[2] ?? 'v7')
}
