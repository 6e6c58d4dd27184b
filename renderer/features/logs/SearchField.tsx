import { ActionIcon, Group, Text, TextInput, Tooltip, VisuallyHidden } from '@mantine/core'
import {
  IconChevronDown,
  IconChevronUp,
  IconFilter,
  IconLetterCase,
  IconLetterW,
  IconRegex,
  IconSearch,
} from '@tabler/icons-react'
import type { LogSearch, LogViewState } from '#shared/log-view.ts'
import type { MessageKey } from '#shared/translate.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './logs.module.css'

/** The element that the command "Search logs" gives the focus. */
export const searchInputId = 'log-search'

/** As much as the log process takes (LogSearch). */
const longestPattern = 10_000

/** What stands inside the field at its end. */
const switchesPx = 100
const countPx = 100

interface Props {
  readonly search: LogSearch
  readonly isOnlyMatching: boolean
  readonly result: LogViewState['search']
  /** Which of the found rows the list stands on, from 1. */
  readonly index: number | undefined
  readonly onChange: (search: LogSearch) => void
  readonly onOnlyMatching: (isOnlyMatching: boolean) => void
  readonly onFind: (direction: 'next' | 'previous') => void
}

export function SearchField({ search, isOnlyMatching, result, index, onChange, onOnlyMatching, onFind }: Props) {
  const { text } = useTexts()
  const hasPattern = search.pattern !== ''
  return (
    <Group gap={4} wrap="nowrap" flex={1} miw={340}>
      <TextInput
        id={searchInputId}
        size="xs"
        flex={1}
        aria-label={text('logs.search')}
        placeholder={text('logs.search')}
        leftSection={<IconSearch size={14} aria-hidden />}
        error={hasPattern && result?.error !== undefined}
        title={result?.error}
        value={search.pattern}
        maxLength={longestPattern}
        onChange={({ currentTarget }) => onChange({ ...search, pattern: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onFind(event.shiftKey ? 'previous' : 'next')
          else if (event.key === 'Escape' && hasPattern) onChange({ ...search, pattern: '' })
          else return
          event.preventDefault()
        }}
        rightSectionWidth={hasPattern ? switchesPx + countPx : switchesPx}
        rightSection={
          <Group gap={2} wrap="nowrap" justify="flex-end" w="100%" pr={3}>
            {hasPattern && <SearchCount result={result} index={index} />}
            <Switches
              options={[
                [
                  'logs.search.case',
                  IconLetterCase,
                  search.isCaseSensitive,
                  (on) => onChange({ ...search, isCaseSensitive: on }),
                ],
                ['logs.search.word', IconLetterW, search.isWholeWord, (on) => onChange({ ...search, isWholeWord: on })],
                ['logs.search.regex', IconRegex, search.isRegex, (on) => onChange({ ...search, isRegex: on })],
                ['logs.search.only', IconFilter, isOnlyMatching, onOnlyMatching],
              ]}
            />
          </Group>
        }
      />
      {hasPattern &&
        (['previous', 'next'] as const).map((direction) => (
          <Tooltip key={direction} label={text(`logs.search.${direction}`)}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={text(`logs.search.${direction}`)}
              onClick={() => onFind(direction)}
            >
              {direction === 'next' ? (
                <IconChevronDown size={16} aria-hidden />
              ) : (
                <IconChevronUp size={16} aria-hidden />
              )}
            </ActionIcon>
          </Tooltip>
        ))}
    </Group>
  )
}

type Option = readonly [label: MessageKey, icon: typeof IconRegex, isOn: boolean, set: (isOn: boolean) => void]

function Switches({ options }: { readonly options: readonly Option[] }) {
  const { text } = useTexts()
  return options.map(([label, Icon, isOn, set]) => (
    <Tooltip key={label} label={text(label)}>
      <ActionIcon
        variant={isOn ? 'filled' : 'subtle'}
        color={isOn ? 'sea' : 'gray'}
        {...(isOn ? {} : { c: 'var(--mantine-color-text)' })}
        size={22}
        aria-label={text(label)}
        aria-pressed={isOn}
        onClick={() => set(!isOn)}
      >
        <Icon size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  ))
}

function SearchCount({
  result,
  index,
}: {
  readonly result: LogViewState['search']
  readonly index: number | undefined
}) {
  const { text, number } = useTexts()
  if (!result) return null
  const all = `${number(result.matches)}${result.isComplete ? '' : '…'}`
  return (
    // Announced is the step from match to match, not the count, which grows with the log.
    <Text size="xs" c="dimmed" className={styles.count} truncate>
      <VisuallyHidden role="status">{index === undefined ? '' : number(index)}</VisuallyHidden>
      {result.error !== undefined
        ? text('logs.search.invalid')
        : result.isStopped
          ? text('logs.search.stopped', { all })
          : index === undefined
            ? all
            : text('logs.search.count', { index: number(index), all })}
    </Text>
  )
}
