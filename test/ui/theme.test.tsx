import { DEFAULT_THEME, mergeMantineTheme } from '@mantine/core'
import { describe, expect, it } from 'vitest'
import { pageColors } from '#shared/page-colors.ts'
import { cssVariables, themeWith } from '../../renderer/app/theme.ts'

const theme = mergeMantineTheme(DEFAULT_THEME, themeWith({ closeLabel: 'Close' }))
const tokens = cssVariables(theme)
const inputBackground = { light: '#ffffff', dark: theme.colors.dark[6] }

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

/** As `color-mix` does it in sRGB. */
function mixed(top: string, bottom: string, share: number): string {
  const parts = [1, 3, 5].map((start) => {
    const [over, under] = [top, bottom].map((hex) => Number.parseInt(hex.slice(start, start + 2), 16))
    return Math.round((over ?? 0) * share + (under ?? 0) * (1 - share))
      .toString(16)
      .padStart(2, '0')
  })
  return `#${parts.join('')}`
}

describe.each(['light', 'dark'] as const)('in the %s theme', (scheme) => {
  const token = (name: string) => String(Reflect.get(tokens[scheme], name))
  const page = pageColors[scheme]

  it('the page is what the window shows before it has painted', () => {
    expect(page).toBe(scheme === 'dark' ? theme.colors.dark[7] : theme.white.replace('#fff', '#ffffff'))
  })

  it.each(['--sampan-focus', '--sampan-input-line', '--sampan-tone-quiet', '--sampan-off'])(
    '%s is seen on the page, in an input and on the sidebar (3:1)',
    (name) => {
      const grounds = [page, inputBackground[scheme], token('--sampan-surface')]
      expect(grounds.filter((ground) => !(contrast(token(name), ground) >= 3))).toEqual([])
    },
  )

  it('a cluster that is chosen is told from its neighbours, and its text and shape can be seen', () => {
    const surface = token('--sampan-surface')
    const chosen = mixed(token('--sampan-focus'), surface, 0.22)
    expect([contrast(chosen, surface) >= 1.3, contrast(token('--sampan-tone-quiet'), chosen) >= 3]).toEqual([
      true,
      true,
    ])
    expect(contrast(token('--sampan-focus'), surface)).toBeGreaterThanOrEqual(3)
  })
})
