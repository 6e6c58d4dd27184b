import { type ReactNode, useDeferredValue } from 'react'

/** What comes below the first content: it is rendered once that is shown, in pieces, so that a page is there at once and can be used. */
export function Later({ children }: { readonly children: ReactNode }): ReactNode {
  const isDue = useDeferredValue(true, false)
  return isDue ? children : null
}
