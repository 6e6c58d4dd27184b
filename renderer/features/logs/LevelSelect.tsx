import { Select } from '@mantine/core'
import { LogLevel } from '#shared/log.ts'
import { useTexts } from '../../ui/language.tsx'

/** The least level that is shown. */
export function LevelSelect({
  level,
  onChange,
}: {
  readonly level: LogLevel | undefined
  readonly onChange: (level: LogLevel | undefined) => void
}) {
  const { text } = useTexts()
  return (
    <Select
      size="xs"
      w={130}
      aria-label={text('logs.level')}
      data={[
        { value: 'all', label: text('logs.level.all') },
        ...LogLevel.exclude(['trace', 'debug']).options.map((value) => ({
          value,
          label: text(`logs.level.${value}`),
        })),
      ]}
      value={level ?? 'all'}
      onChange={(value) => onChange(LogLevel.safeParse(value).data)}
      allowDeselect={false}
    />
  )
}
