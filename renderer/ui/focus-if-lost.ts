/** Gives the focus to where the reader goes on, when what had it is gone; nobody who is somewhere else is taken away. */
export function focusIfLost(element: HTMLElement | null): void {
  const { activeElement, body } = document
  if (activeElement === null || activeElement === body) element?.focus()
}
