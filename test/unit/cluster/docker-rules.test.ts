import { describe, expect, it } from 'vitest'
import { rulesAreLost } from '../../../electron/cluster/read/docker-rules.ts'

const chains = '*nat\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:DOCKER - [0:0]\n'
const jump = '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n'
const filter = '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -j DOCKER-USER\n-A FORWARD -o docker0 -j DOCKER\nCOMMIT\n'
const outOf = (subnet: string) => `-A POSTROUTING -s ${subnet} ! -o br-0123456789ab -j MASQUERADE\n`
const own = outOf('10.213.0.0/24')

describe("Docker's own firewall rules", () => {
  it.each([
    ['are there', `${chains}${jump}${own}COMMIT\n${filter}`, false],
    ['are there, where nobody is let out', `${chains}${jump}COMMIT\n${filter}`, false],
    ['are there for a network made since', `${chains}${jump}${outOf('10.213.1.0/24')}COMMIT\n${filter}`, true],
    ['were flushed in one table', `${chains}${jump}${own}COMMIT\n*filter\n:FORWARD DROP [0:0]\nCOMMIT\n`, true],
    ['were flushed', `${chains}COMMIT\n`, true],
    ['were flushed with their chains', '*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n', true],
    [
      'are in one of the two kinds of tables',
      `*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n${chains}${jump}${own}COMMIT\n${filter}`,
      false,
    ],
    ['cannot be seen', '', undefined],
  ])('%s', (_, saved, lost) => {
    expect(rulesAreLost(saved, '10.213.0.0/24')).toBe(lost)
  })
})
