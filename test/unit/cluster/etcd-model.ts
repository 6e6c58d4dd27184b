/** An etcd cluster as k3s runs it: who is a member, who has its data, who is up, and what must never happen. */
export class EtcdModel {
  readonly faults: string[] = []
  #members = new Set<string>()
  #data = new Set<string>()
  #up = new Set<string>()
  /** Came since somebody waited until all were there. */
  #joining: string[] = []
  /** Most members have been up at once since the last time that all was still. */
  #isServing = false

  get members(): string[] {
    return [...this.#members].sort()
  }

  hasData(name: string): boolean {
    return this.#data.has(name)
  }

  /** A cluster that was there before the test. */
  begin(names: readonly string[]): void {
    this.#members = new Set(names)
    this.#data = new Set(names)
  }

  setState(name: string, { isUp, config }: { isUp: boolean; config: string }): void {
    if (!isUp) {
      this.#up.delete(name)
      this.#look(`${name} went`)
      return
    }
    if (!this.#data.has(name)) this.#enter(name, config)
    this.#up.add(name)
    this.#look(`${name} came`)
  }

  /** Everybody has waited until the API answers and all servers that run are Ready. */
  settle(): void {
    this.#joining = []
    if (this.#members.size > 0 && !this.#hasMajority()) this.faults.push('waits for a majority that does not come')
  }

  /** Kubernetes was told to forget its Node. */
  removeMember(name: string): void {
    if (this.#members.size > 0 && !this.#hasMajority()) this.faults.push(`${name} is removed without a majority`)
    this.#members.delete(name)
    this.#data.delete(name)
    this.#up.delete(name)
    this.#look(`${name} left`)
  }

  /** A volume is gone, or Kubernetes has forgotten what was on it. */
  loseData(isIts: (name: string) => boolean): void {
    for (const name of [...this.#data]) if (isIts(name)) this.#data.delete(name)
  }

  #enter(name: string, config: string): void {
    if (config.includes('cluster-init: true')) {
      if (this.#members.size > 0) this.faults.push(`${name} begins another cluster`)
    } else if (config.includes('\nserver: ') || config.startsWith('server: ')) {
      if (!this.#hasMajority() || this.#members.size === 0) this.faults.push(`${name} finds nobody to join`)
      if (this.#members.has(name)) this.faults.push(`${name} joins under the name of a member`)
      this.#joining.push(name)
      if (this.#joining.length > 1) this.together.push(this.#joining.join(' and '))
    } else return
    this.#members.add(name)
    this.#data.add(name)
  }

  #hasMajority(): boolean {
    const up = [...this.#members].filter((name) => this.#up.has(name)).length
    return up > this.#members.size / 2
  }

  /** One server alone has no majority while it is being restarted, which cannot be helped. Whoever stops them all means it. */
  #look(event: string): void {
    const hasMajority = this.#hasMajority()
    if (this.#isServing && !hasMajority && this.#members.size > 1) this.losses.push(event)
    this.#isServing = hasMajority
  }

  /** Who came at once. k3s takes them one by one all the same, after some restarts. */
  readonly together: string[] = []
  /** When a majority was lost. */
  readonly losses: string[] = []
}
