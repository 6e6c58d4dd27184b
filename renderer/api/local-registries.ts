import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { LocalRegistry, RegistryUse } from '#shared/local-registry.ts'
import { request } from './client.ts'
import { suggestionQuery } from './queries.ts'

const listKey = ['localRegistries.list']

/** Asked anew each time somebody looks: a terminal may have made one. `isMeasured`: with what they hold. */
export const localRegistriesQuery = (engineId: string, { isMeasured } = { isMeasured: false }) =>
  queryOptions({
    queryKey: [...listKey, engineId, isMeasured],
    queryFn: ({ signal }) => request('localRegistries.list', { engineId, isMeasured }, { signal }),
    refetchOnMount: 'always',
  })

/** What is done to the local registries of an engine. Whoever shows them sees what has become of them. */
function useRegistryChange<I, O>(change: (input: I) => Promise<O>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Also after a failure: part of it may have been done.
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: listKey })
      await client.invalidateQueries({ queryKey: suggestionQuery.queryKey })
      await client.invalidateQueries({ queryKey: ['clusters.spec'] })
    },
  })
}

export interface NewRegistry {
  readonly name: string
  readonly image?: string
  readonly caches?: string
}

export const useCreateRegistry = (engineId: string) =>
  useRegistryChange(
    (options: NewRegistry): Promise<RegistryUse & { readonly registry: LocalRegistry }> =>
      request('localRegistries.create', { engineId, options }),
  )

export const useRegistryPower = (engineId: string) =>
  useRegistryChange(({ name, isOn }: { readonly name: string; readonly isOn: boolean }) =>
    request(isOn ? 'localRegistries.start' : 'localRegistries.stop', { engineId, name }),
  )

export const useCleanRegistry = (engineId: string) =>
  useRegistryChange((name: string) => request('localRegistries.clean', { engineId, name }))

export const useDeleteRegistry = (engineId: string) =>
  useRegistryChange((name: string) => request('localRegistries.delete', { engineId, name }))
