import { Button, Checkbox, Popover, ScrollArea, Stack } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTexts } from '../../ui/language.tsx'

interface Props {
  readonly all: readonly string[]
  /** None: all. */
  readonly chosen: readonly string[]
  readonly onChoose: (namespaces: string[]) => void
}

export function NamespacePicker({ all, chosen, onChoose }: Props) {
  const { text, plural } = useTexts()
  const [only] = chosen
  const label =
    only === undefined
      ? text('workloads.namespaces.all')
      : chosen.length === 1
        ? only
        : plural('workloads.namespaces.some', chosen.length)
  // One that is chosen and empty by now can be unchosen all the same.
  const offered = [...new Set([...all, ...chosen])].sort()
  const toggle = (namespace: string) =>
    onChoose(chosen.includes(namespace) ? chosen.filter((other) => other !== namespace) : [...chosen, namespace])
  return (
    <Popover position="bottom-start" withinPortal shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={only === undefined ? 'default' : 'light'}
          size="xs"
          maw={240}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={text('action.named', { label: text('workloads.namespaces'), what: label })}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={text('workloads.namespaces')}>
        <ScrollArea.Autosize mah={420} maw={360} type="auto">
          <Stack gap={6} role="group" aria-label={text('workloads.namespaces')}>
            <Checkbox
              size="xs"
              label={text('workloads.namespaces.all')}
              checked={only === undefined}
              onChange={() => onChoose([])}
            />
            {offered.map((namespace) => (
              <Checkbox
                key={namespace}
                size="xs"
                label={namespace}
                checked={chosen.includes(namespace)}
                onChange={() => toggle(namespace)}
              />
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}
