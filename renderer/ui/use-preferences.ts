import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Preferences } from '#shared/preferences.ts'
import { request } from '../api/client.ts'
import { preferencesQuery } from '../api/queries.ts'

/** The preferences, and what changes some of them at once. */
export function usePreferences() {
  const client = useQueryClient()
  const { data } = useQuery(preferencesQuery)
  const { mutate } = useMutation({
    mutationFn: (change: Partial<Preferences>) => request('preferences.set', change),
    onSuccess: (saved) => client.setQueryData(preferencesQuery.queryKey, saved),
  })
  return { preferences: data ?? Preferences.parse({}), prefer: mutate }
}
