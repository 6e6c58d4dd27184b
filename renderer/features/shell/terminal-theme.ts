import type { ITheme } from '@xterm/xterm'

/** By which the page says in which scheme it is. */
export const schemeAttribute = 'data-mantine-color-scheme'

const darkColors: ITheme = {
  black: '#36414c',
  red: '#ff8787',
  green: '#63e6be',
  yellow: '#ffd43b',
  blue: '#74c0fc',
  magenta: '#da9cf5',
  cyan: '#66d9e8',
  white: '#d5dbe1',
  brightBlack: '#93a0ad',
  brightRed: '#ffa8a8',
  brightGreen: '#96f2d7',
  brightYellow: '#ffe066',
  brightBlue: '#a5d8ff',
  brightMagenta: '#e9c1fb',
  brightCyan: '#99e9f2',
  brightWhite: '#ffffff',
}

const lightColors: ITheme = {
  black: '#212529',
  red: '#c92a2a',
  green: '#066649',
  yellow: '#7c5800',
  blue: '#1864ab',
  magenta: '#862e9c',
  cyan: '#0b5d6e',
  white: '#868e96',
  brightBlack: '#495057',
  brightRed: '#a61e1e',
  brightGreen: '#087f5b',
  brightYellow: '#9a3d00',
  brightBlue: '#1971c2',
  brightMagenta: '#9c36b5',
  brightCyan: '#0f7286',
  brightWhite: '#343a40',
}

/** The terminal in the colors of the page that it stands in, as they are now. */
export function terminalTheme(place: Element): ITheme {
  const style = getComputedStyle(place)
  const isDark = place.ownerDocument.documentElement.getAttribute(schemeAttribute) === 'dark'
  const color = (name: string) => style.getPropertyValue(name).trim()
  const accent = color('--mantine-color-anchor')
  return {
    ...(isDark ? darkColors : lightColors),
    background: color('--mantine-color-body'),
    foreground: color('--mantine-color-text'),
    cursor: accent,
    cursorAccent: color('--mantine-color-body'),
    // Of every third of the accent, so that the text stays readable on it.
    selectionBackground: `${accent}55`,
    selectionInactiveBackground: `${accent}33`,
  }
}
