import { describe, expect, it } from 'vitest'
import { launchedArguments } from '../../../electron/cli/launched.ts'

describe('how the app was started', () => {
  it.each([
    ['by its launcher', ['sampan-app', '--no-sandbox', '--sampan-cli', '--', 'list', '--json'], ['list', '--json']],
    ['by its launcher without arguments', ['sampan-app', '--sampan-cli', '--'], []],
    [
      'with a -- of the user, who means kubectl',
      ['sampan-app', '--sampan-cli', '--', 'kubectl', 'a', '--', 'get'],
      ['kubectl', 'a', '--', 'get'],
    ],
    ['for its window', ['sampan-app'], undefined],
    ['for its window, from a checkout', ['electron', '.', '--sampan-cli'], undefined],
    ['for its window, with what only looks like it', ['sampan-app', '--', '--sampan-cli', '--'], undefined],
  ])('knows that it was %s', (_, argv, expected) => {
    expect(launchedArguments(argv)).toEqual(expected)
  })
})
