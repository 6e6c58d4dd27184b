/** What a pod of that release asks for before anything of it runs. */
export function partsOf(tag: string): string[] {
  const coredns = tag.startsWith('v1.36') ? '1.14.4' : tag.startsWith('v1.35') ? '1.14.0' : '1.12.3'
  return ['rancher/mirrored-pause:3.6', `rancher/mirrored-coredns-coredns:${coredns}`]
}
