interface Ports {
  readonly apiPort: unknown
  readonly ports: readonly { readonly hostPort: unknown }[]
}

/** The same with another port in place of the taken one, be it the API's or a published one. */
export function movePort<T extends Ports>(
  of: T,
  { taken, port }: { readonly taken: number; readonly port: number },
): T {
  const ports = of.ports.map((mapping) => (mapping.hostPort === taken ? { ...mapping, hostPort: port } : mapping))
  return { ...of, apiPort: of.apiPort === taken ? port : of.apiPort, ports }
}
