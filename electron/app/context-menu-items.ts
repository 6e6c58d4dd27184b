import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron'
import type { Language } from '#shared/preferences.ts'
import { translate } from '#shared/translate.ts'

type Clicked = Pick<ContextMenuParams, 'selectionText' | 'isEditable'> & {
  readonly editFlags: Pick<ContextMenuParams['editFlags'], 'canCopy' | 'canCut' | 'canPaste'>
}

/** What can be done with the text under the pointer; empty where that is nothing. */
export function contextMenu(
  { selectionText, isEditable, editFlags: { canCopy, canCut, canPaste } }: Clicked,
  language: Language,
): MenuItemConstructorOptions[] {
  if (!isEditable && selectionText.trim() === '') return []
  const item = (role: 'cut' | 'copy' | 'paste' | 'selectAll', enabled: boolean): MenuItemConstructorOptions => ({
    label: translate(language, `menu.${role}`),
    role,
    enabled,
  })
  const selectAll: MenuItemConstructorOptions[] = [{ type: 'separator' }, item('selectAll', true)]
  return isEditable
    ? [item('cut', canCut), item('copy', canCopy), item('paste', canPaste), ...selectAll]
    : [item('copy', true), ...selectAll]
}
