import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import type { ForwardObject } from '#shared/access.ts'
import type { ClusterRef } from '#shared/cluster.ts'
import { isOfK3d } from '#shared/cluster-origin.ts'
import type { FoundFile } from '#shared/images.ts'
import type { LogSource } from '#shared/log-view.ts'
import type { CreateAttempt } from '../api/cluster-actions.ts'

export const clusterTabs = ['overview', 'workloads', 'logs', 'kubeconfig', 'registries', 'images', 'settings'] as const
export type ClusterTab = (typeof clusterTabs)[number]

/** Those of a cluster. What k3d has made has no configuration of Sampan's to be looked at or changed. */
export const tabsOf = (cluster: ClusterRef): readonly ClusterTab[] =>
  isOfK3d(cluster) ? clusterTabs.filter((tab) => !['registries', 'images', 'settings'].includes(tab)) : clusterTabs

export const preferencesSections = [
  'general',
  'newClusters',
  'registries',
  'localRegistries',
  'library',
  'kubeconfig',
  'logs',
  'engines',
  'diagnostics',
  'about',
] as const
export type PreferencesSection = (typeof preferencesSections)[number]

export type Dialog =
  | {
      readonly kind: 'create'
      readonly attempt?: CreateAttempt | undefined
      /** What a file had in it besides, by its path there. */
      readonly leftOut?: readonly string[]
    }
  | { readonly kind: 'archives'; readonly files: readonly FoundFile[] }
  | { readonly kind: 'delete'; readonly cluster: ClusterRef }
  | { readonly kind: 'forward'; readonly cluster: ClusterRef; readonly object: ForwardObject }
  | { readonly kind: 'preferences'; readonly section?: PreferencesSection }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'notices' }

export interface Place {
  /** The cluster that was chosen; it may be gone by now, or be one of an engine that is no longer the chosen one. */
  readonly cluster: ClusterRef | undefined
  readonly tab: ClusterTab
  /** Whose log is shown; absent: every node's. Only until the user goes elsewhere, and so is `wanted`. */
  readonly node: string | undefined
  /** Which logs are shown, of pods or whatever else; absent: what was chosen before. As short-lived. */
  readonly sources: readonly LogSource[] | undefined
  /** What is to be looked for in the log; another object each time that somebody asks. */
  readonly wanted: { readonly text: string } | undefined
  readonly dialog: Dialog | undefined
}

interface WindowNavigation {
  /** Where the window is at this moment, for what is done later; what is shown follows it by `usePlace`. */
  place(): Place
  go(to: Partial<Place>): void
  closeDialog(): void
}

interface Navigation extends WindowNavigation {
  readonly subscribe: (listener: () => void) => () => void
}

const NavigationContext = createContext<Navigation | undefined>(undefined)

export function NavigationProvider({
  goElsewhere,
  children,
}: {
  /** For a window that has only some of the places: true where another one shows it. */
  readonly goElsewhere?: (to: Partial<Place>) => boolean
  readonly children: ReactNode
}) {
  const navigation = useMemo(() => createNavigation(goElsewhere), [goElsewhere])
  return <NavigationContext value={navigation}>{children}</NavigationContext>
}

function createNavigation(goElsewhere: (to: Partial<Place>) => boolean = () => false): Navigation {
  let place = beginning
  const listeners = new Set<() => void>()
  const move = (next: Place) => {
    place = next
    for (const listener of [...listeners]) listener()
  }
  return {
    place: () => place,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    go: (to) => {
      if (goElsewhere(to)) return
      const forgotten = to.cluster || to.tab ? { node: undefined, sources: undefined, wanted: undefined } : {}
      move({ ...place, ...forgotten, ...to })
    },
    closeDialog: () => move({ ...place, dialog: undefined }),
  }
}

const beginning: Place = {
  cluster: undefined,
  tab: 'overview',
  node: undefined,
  sources: undefined,
  wanted: undefined,
  dialog: undefined,
}

const useNavigationContext = (): Navigation => {
  const navigation = useContext(NavigationContext)
  if (!navigation) throw new Error('useNavigation and usePlace need a NavigationProvider')
  return navigation
}

/** What leads elsewhere. It stays the same, so whoever only leads elsewhere is not rendered again when somebody goes there. */
export const useNavigation = (): WindowNavigation => useNavigationContext()

/** A part of where the window is: something that stays the same as long as nobody goes elsewhere. */
export function usePlace<T>(part: (place: Place) => T): T {
  const { place, subscribe } = useNavigationContext()
  return useSyncExternalStore(subscribe, () => part(place()))
}
