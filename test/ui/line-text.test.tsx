import { render } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { LineText } from '../../renderer/ui/log/LineText.tsx'

const text = 'time="2026-11-23T10:00:00Z" level=error msg="Failed to pull" image=busybox'
const found = (words: string): [number, number] => [text.indexOf(words), text.indexOf(words) + words.length]

describe('the text of a line', () => {
  const seen = (props: Partial<React.ComponentProps<typeof LineText>>) => {
    const { container } = render(<LineText text={text} {...props} />)
    return [container.textContent, [...container.querySelectorAll('mark')].map((mark) => mark.textContent)]
  }

  it('is its message, with what stands behind it', () => {
    expect(seen({})).toEqual(['Failed to pull image=busybox', []])
  })

  it('has what was found in it marked', () => {
    expect(seen({ matches: [found('pull'), found('busybox')] })).toEqual([
      'Failed to pull image=busybox',
      ['pull', 'busybox'],
    ])
  })

  it.each(['level=error', 'msg=', '"Failed', 'pull" image'])('is whole where the frame was looked for: %s', (words) => {
    const [shown, marks] = seen({ matches: [found(words)] })
    expect(shown).toBe(text)
    expect([marks].flat().join('')).toBe(words)
  })

  it('is whole on request', () => {
    expect(seen({ isWhole: true })).toEqual([text, []])
  })
})
