import { describe, expect, it } from 'vitest'
import { contextMenu } from '../../../electron/app/context-menu-items.ts'

const nothing = { selectionText: '', isEditable: false }
const rolesOf = (given: Partial<typeof nothing>, edits = {}) =>
  contextMenu({ ...nothing, ...given, editFlags: { canCopy: true, canCut: true, canPaste: true, ...edits } }, 'en').map(
    ({ role, type, enabled, label }) =>
      type === 'separator' ? '-' : `${role}${enabled === false ? ' off' : ''}: ${label}`,
  )

describe('the menu under the pointer', () => {
  it('copies what is selected', () => {
    expect(rolesOf({ selectionText: 'https://127.0.0.1:6443' })).toEqual(['copy: Copy', '-', 'selectAll: Select all'])
  })

  it('is not there where there is nothing to do', () => {
    expect([rolesOf({}), rolesOf({ selectionText: ' \n' })]).toEqual([[], []])
  })

  it('cuts and pastes in an input, as far as that is possible', () => {
    expect(rolesOf({ isEditable: true }, { canCopy: false, canCut: false })).toEqual([
      'cut off: Cut',
      'copy off: Copy',
      'paste: Paste',
      '-',
      'selectAll: Select all',
    ])
  })
})
