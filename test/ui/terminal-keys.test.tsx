import { describe, expect, it } from 'vitest'
import { isForWindow, terminalKey } from '../../renderer/features/shell/terminal-keys.ts'

const none = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false }
const ctrl = { ...none, ctrlKey: true }
const ctrlShift = { ...ctrl, shiftKey: true }
const command = { ...none, metaKey: true }

describe('the keys in a terminal', () => {
  it('copy and paste as terminals do it here', () => {
    const pressed = [
      { key: 'C', ...ctrlShift },
      { key: 'v', ...ctrlShift },
      { key: 'c', ...ctrl },
      { key: 'v', ...ctrl },
      { key: 'c', ...none },
    ]
    expect(pressed.map((key) => terminalKey(key, false))).toEqual(['copy', 'paste', undefined, undefined, undefined])
  })

  it('copy and paste as on a Mac', () => {
    const pressed = [
      { key: 'c', ...command },
      { key: 'v', ...command },
      { key: 'C', ...ctrlShift },
    ]
    expect(pressed.map((key) => terminalKey(key, true))).toEqual(['copy', 'paste', undefined])
  })

  it('leave it by Shift+Esc alone', () => {
    expect(terminalKey({ key: 'Escape', ...none, shiftKey: true }, false)).toBe('leave')
    expect([
      terminalKey({ key: 'Escape', ...none }, false),
      terminalKey({ key: 'Tab', ...none, shiftKey: true }, false),
    ]).toEqual([undefined, undefined])
  })

  it('are the shell’s, but for the ones with ⌘', () => {
    expect([
      isForWindow(ctrl, false),
      isForWindow(command, false),
      isForWindow(command, true),
      isForWindow(ctrl, true),
    ]).toEqual([false, false, true, false])
  })
})
