// Generated names and time stamps as Kubernetes writes them.

export const now = () => `${new Date().toISOString().slice(0, 19)}Z`

/** The random tail of a generated name: letters and digits that cannot form words. */
export const shortId = (length) =>
  Array.from({ length }, () => 'bcdfghjklmnpqrstvwxz2456789'[Math.floor(Math.random() * 27)]).join('')
