/** `k3d/demo` is the cluster `demo` that k3d has made. */
export const k3dName = (name: string): string | undefined => /^k3d\/(.+)$/.exec(name)?.[1]
