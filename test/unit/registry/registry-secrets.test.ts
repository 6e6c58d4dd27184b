import { describe, expect, it } from 'vitest'
import { maskedRegistries, meantRegistries, secretMask } from '../../../electron/registry/registry-secrets.ts'
import { remarkTable } from './remark-table.ts'

const text = `mirrors:
  docker.io:
    endpoint:
      - https://ci:hunter2@mirror.example.net # why
    auth: {username: ci, password: hunter2}
configs:
  a.example.net: # keep
    auth:
      username: ci
      password: 'hunter2' # rotate
      identity_token: hunter2
  b.example.net: {auth: {auth: hunter2, token: hunter2}}
`

describe('the secrets of a registries.yaml', () => {
  it('are not in what is shown, and everything else is', () => {
    const shown = maskedRegistries(text)
    expect([shown.includes('hunter2'), shown.replaceAll(`"${secretMask}"`, secretMask)]).toEqual([
      false,
      text.replaceAll(/'?hunter2'?/g, secretMask),
    ])
  })

  it('are not in what is shown of a text that is no YAML', () => {
    expect(maskedRegistries('configs: [\n    password: hunter2\n  auth: "hunter2"\n')).not.toContain('hunter2')
  })

  it('are put back where they were, whatever else was changed', () => {
    const changed = maskedRegistries(text).replace('# why', '# because').replace('# keep', '# kept')
    const meant = meantRegistries(changed, text)
    const put = 'text' in meant ? meant.text : meant.missing
    expect(put.replaceAll('"hunter2"', 'hunter2').replaceAll("'hunter2'", 'hunter2')).toBe(
      text.replaceAll("'hunter2'", 'hunter2').replace('# why', '# because').replace('# keep', '# kept'),
    )
  })

  it('are asked for where nobody knows which one is meant', () => {
    const other = maskedRegistries(text).replace('b.example.net', 'c.example.net')
    expect(meantRegistries(other, text)).toEqual({ missing: 'configs/c.example.net/auth/auth' })
  })

  it.each(remarkTable.map((each) => [each.text]))('come back from what was shown of %j', (given) => {
    const shown = maskedRegistries(given)
    expect(/not-a-secret|not-a-token/.test(shown)).toBe(false)
    const meant = meantRegistries(shown, given)
    expect(meant).toEqual({ text: given })
  })
})
