/** The value when it comes within `ms`, or `late`. The promise goes on. */
export function soon<T>(value: Promise<T>, ms: number): Promise<T | 'late'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve('late'), ms)
    value.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
