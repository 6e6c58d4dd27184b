import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconAppWindow } from '@tabler/icons-react'
import type { MessageKey } from '#shared/translate.ts'
import { useTexts } from '../../ui/language.tsx'
import type { LogSettings } from './log-settings.ts'

interface Props {
  readonly settings: LogSettings
  readonly onChange: (change: Partial<LogSettings>) => void
  readonly onOpenWindow: () => void
}

const clocks = { absolute: 'logs.view.absolute', relative: 'logs.view.relative', off: 'logs.view.noTime' } as const

/** How lines are shown: wrapped, folded, with which times. */
export function ViewMenu({ settings, onChange, onOpenWindow }: Props) {
  const { text } = useTexts()
  const { isWrapped, isFolded, isWhole, hasTimeline, clock, zone } = settings
  const toggles: readonly (readonly [MessageKey, boolean, (isOn: boolean) => Partial<LogSettings>])[] = [
    ['logs.view.wrap', isWrapped, (isOn) => ({ isWrapped: isOn })],
    ['logs.view.fold', isFolded, (isOn) => ({ isFolded: isOn })],
    ['logs.view.whole', isWhole, (isOn) => ({ isWhole: isOn })],
    ['logs.view.timeline', hasTimeline, (isOn) => ({ hasTimeline: isOn })],
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
        <Menu.Item closeMenuOnClick leftSection={<IconAppWindow size={16} aria-hidden />} onClick={onOpenWindow}>
          {text('logs.openWindow')}
        </Menu.Item>
        <Menu.Divider />
        {toggles.map(([label, isOn, change]) => (
          <Menu.CheckboxItem key={label} checked={isOn} onChange={() => onChange(change(!isOn))}>
            {text(label)}
          </Menu.CheckboxItem>
        ))}
        <Menu.Label>{text('logs.view.times')}</Menu.Label>
        {(['absolute', 'relative', 'off'] as const).map((value) => (
          <Menu.RadioItem
            key={value}
            value={value}
            checked={clock === value}
            onChange={() => onChange({ clock: value })}
          >
            {text(clocks[value])}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.CheckboxItem
          checked={zone === 'utc'}
          onChange={() => onChange({ zone: zone === 'utc' ? 'local' : 'utc' })}
        >
          {text('logs.view.utc')}
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  )
}
