import type { ReactNode } from 'react'
import styles from './ItemList.module.css'

/** A framed list of things, which scrolls in itself where there are many. */
export function ItemList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <ul className={styles.items} tabIndex={0} aria-label={label}>
      {children}
    </ul>
  )
}
