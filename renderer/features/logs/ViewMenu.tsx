import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconCheck } from '@tabler/icons-react'
import type { MessageKey } from '#shared/translate.ts'
import { useTexts } from '../../ui/language.tsx'
import type { LogSettings } from './log-settings.ts'

interface Props {
  readonly settings: LogSettings
  readonly onChange: (change: Partial<LogSettings>) => void
}

/** How lines are shown: wrapped, folded, with which times. */
export function ViewMenu({ settings, onChange }: Props) {
  const { text } = useTexts()
  const { isWrapped, isFolded, hasTimeline, clock, zone } = settings
  const toggles: readonly (readonly [MessageKey, boolean, Partial<LogSettings>])[] = [
    ['logs.view.wrap', isWrapped, { isWrapped: !isWrapped }],
    ['logs.view.fold', isFolded, { isFolded: !isFolded }],
    ['logs.view.timeline', hasTimeline, { hasTimeline: !hasTimeline }],
  ]
  const choices: readonly (readonly [MessageKey, boolean, Partial<LogSettings>])[] = [
    ['logs.view.absolute', clock === 'absolute', { clock: 'absolute' }],
    ['logs.view.relative', clock === 'relative', { clock: 'relative' }],
    ['logs.view.noTime', clock === 'off', { clock: 'off' }],
  ]
  return (
    <Menu position="bottom-end" withinPortal closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={text('logs.view')}>
          <ActionIcon variant="default" size={30} aria-label={text('logs.view')}>
            <IconAdjustmentsHorizontal size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {toggles.map(([label, isOn, change]) => (
          <Choice
            key={label}
            role="menuitemcheckbox"
            label={text(label)}
            isOn={isOn}
            onChoose={() => onChange(change)}
          />
        ))}
        <Menu.Label>{text('logs.view.times')}</Menu.Label>
        {choices.map(([label, isOn, change]) => (
          <Choice key={label} role="menuitemradio" label={text(label)} isOn={isOn} onChoose={() => onChange(change)} />
        ))}
        <Choice
          role="menuitemcheckbox"
          label={text('logs.view.utc')}
          isOn={zone === 'utc'}
          onChoose={() => onChange({ zone: zone === 'utc' ? 'local' : 'utc' })}
        />
      </Menu.Dropdown>
    </Menu>
  )
}

interface ChoiceProps {
  readonly role: 'menuitemcheckbox' | 'menuitemradio'
  readonly label: string
  readonly isOn: boolean
  readonly onChoose: () => void
}

function Choice({ role, label, isOn, onChoose }: ChoiceProps) {
  return (
    <Menu.Item
      role={role}
      aria-checked={isOn}
      leftSection={<IconCheck size={14} visibility={isOn ? 'visible' : 'hidden'} aria-hidden />}
      onClick={onChoose}
    >
      {label}
    </Menu.Item>
  )
}
