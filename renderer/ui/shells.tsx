import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { ShellTarget } from '#shared/access.ts'
import type { ClusterRef } from '#shared/cluster.ts'

export interface ShellTab {
  readonly id: string
  readonly cluster: ClusterRef
  readonly target: ShellTarget
}

interface Shells {
  /** In the order in which they were opened. */
  readonly tabs: readonly ShellTab[]
  readonly chosen: string | undefined
  /** The terminals are seen, not only their tabs. */
  readonly isOpen: boolean
  open(cluster: ClusterRef, target: ShellTarget): void
  choose(id: string): void
  show(isOpen: boolean): void
  close(id: string): void
}

const ShellsContext = createContext<Shells | undefined>(undefined)

/** The shells of this window: they stay while one looks at something else. */
export function ShellsProvider({ children }: { readonly children: ReactNode }) {
  const [tabs, setTabs] = useState<readonly ShellTab[]>([])
  const [chosen, setChosen] = useState<string>()
  const [isOpen, setIsOpen] = useState(true)
  const shells = useMemo(
    (): Shells => ({
      tabs,
      chosen,
      isOpen,
      open: (cluster, target) => {
        const tab = { id: crypto.randomUUID(), cluster, target }
        setTabs((before) => [...before, tab])
        setChosen(tab.id)
        setIsOpen(true)
      },
      choose: (id) => {
        setChosen(id)
        setIsOpen(true)
      },
      show: setIsOpen,
      close: (id) => {
        const at = tabs.findIndex((tab) => tab.id === id)
        const left = tabs.filter((tab) => tab.id !== id)
        setTabs(left)
        if (chosen === id) setChosen(left[Math.min(at, left.length - 1)]?.id)
      },
    }),
    [tabs, chosen, isOpen],
  )
  return <ShellsContext value={shells}>{children}</ShellsContext>
}

export function useShells(): Shells {
  const shells = useContext(ShellsContext)
  if (!shells) throw new Error('useShells needs a ShellsProvider')
  return shells
}
