import { describe, expect, it } from 'vitest'
import { rulesAreLost } from '../../../electron/cluster/read/docker-rules.ts'

const chains = '*nat\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:DOCKER - [0:0]\n'
const jump = '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n'

describe("Docker's own firewall rules", () => {
  it.each([
    ['are there', `${chains}${jump}COMMIT\n`, false],
    ['were flushed', `${chains}COMMIT\n`, true],
    ['were flushed with their chains', '*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n', true],
    [
      'are in one of the two kinds of tables',
      `*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n${chains}${jump}COMMIT\n`,
      false,
    ],
    ['cannot be seen', '', undefined],
  ])('%s', (_, saved, lost) => {
    expect(rulesAreLost(saved)).toBe(lost)
  })
})
