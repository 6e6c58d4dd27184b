import { shell } from 'electron'
import type { LinkId } from '#shared/problem.ts'

/** The only addresses that are ever handed to the user's browser. The window names them; it never sends one. */
export const links: Readonly<Record<LinkId, `https://${string}`>> = {
  'docker-install': 'https://docs.docker.com/engine/install/',
  'docker-linux-postinstall': 'https://docs.docker.com/engine/install/linux-postinstall/',
  'k3s-registries': 'https://docs.k3s.io/installation/private-registry',
  'k3s-releases': 'https://github.com/k3s-io/k3s/releases',
}

export async function openLink(link: LinkId): Promise<void> {
  await shell.openExternal(links[link])
}
