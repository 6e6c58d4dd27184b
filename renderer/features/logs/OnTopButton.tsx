import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPin, IconPinFilled } from '@tabler/icons-react'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/client.ts'
import { useTexts } from '../../ui/language.tsx'

const windowQuery = (id: string) =>
  queryOptions({ queryKey: ['logs.window', id], queryFn: () => request('logs.window', { id }) })

/** Keeps this window above those of other programs. */
export function OnTopButton({ id }: { readonly id: string }) {
  const { text } = useTexts()
  const client = useQueryClient()
  const isOnTop = useQuery(windowQuery(id)).data?.isOnTop ?? false
  const { mutate } = useMutation({
    mutationFn: (isOn: boolean) => request('logs.keepOnTop', { id, isOn }),
    onSuccess: (now) => client.setQueryData(windowQuery(id).queryKey, now),
  })
  const Icon = isOnTop ? IconPinFilled : IconPin
  return (
    <Tooltip label={text('logs.onTop')}>
      <ActionIcon
        variant={isOnTop ? 'light' : 'default'}
        size={30}
        aria-label={text('logs.onTop')}
        aria-pressed={isOnTop}
        onClick={() => mutate(!isOnTop)}
      >
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
