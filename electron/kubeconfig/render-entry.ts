import { bodyNames, type ListName } from './kubeconfig-text.ts'
import { extensionName, type Mark } from './mark.ts'
import type { ClusterEntry } from './own-entries.ts'
import type { Rendered } from './splice.ts'

interface Content {
  readonly entry: ClusterEntry
  /** The names that the context leads to. */
  readonly cluster: string
  readonly user: string
  readonly namespace?: string | undefined
}

/** The entry of one list, as it is to stand in the file. */
export function renderEntry(
  list: ListName,
  { name, mark, ...content }: Content & { name: string; mark: Mark },
): Rendered & { readonly fields: Record<string, string> } {
  const fields = fieldsOf(list, content)
  const body = bodyNames[list]
  const extension = JSON.stringify(mark)
  return {
    lines: [
      `${body}:`,
      ...Object.entries(fields).map(([key, value]) => `  ${key}: ${scalar(value)}`),
      '  extensions:',
      `  - extension: ${extension}`,
      `    name: ${extensionName}`,
      `name: ${scalar(name)}`,
    ],
    fields,
    json: { [body]: { ...fields, extensions: [{ extension: mark, name: extensionName }] }, name },
  }
}

function fieldsOf(list: ListName, { entry, cluster, user, namespace }: Content): Record<string, string> {
  switch (list) {
    case 'clusters':
      return { 'certificate-authority-data': entry.certificateAuthority, server: entry.server }
    case 'contexts':
      return { cluster, user, ...(namespace ? { namespace } : {}) }
    case 'users':
      return { 'client-certificate-data': entry.clientCertificate, 'client-key-data': entry.clientKey }
  }
}

/** Plain where YAML reads it as the same text, in quotes otherwise. */
export function scalar(text: string): string {
  const isPlain = /^[A-Za-z][\w./:=+@-]*$/.test(text) && !/:$|^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return isPlain ? text : JSON.stringify(text)
}
