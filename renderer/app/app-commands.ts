import {
  IconBell,
  IconBrandDocker,
  IconBug,
  IconDeviceDesktop,
  IconInfoCircle,
  IconKeyboard,
  IconLanguage,
  IconMoon,
  IconSettings,
  IconSun,
} from '@tabler/icons-react'
import { useTexts } from '../ui/language.tsx'
import { useNavigation } from '../ui/navigation.tsx'
import { usePreferences } from '../ui/use-preferences.ts'
import { type Command, named } from './command.ts'

/** What concerns the app and no cluster. */
export function useAppCommands(): readonly Command[] {
  const { text } = useTexts()
  const { go } = useNavigation()
  const { prefer } = usePreferences()
  const always = { group: 'app', isEnabled: true } as const
  return [
    named(text, {
      ...always,
      id: 'app.preferences',
      name: 'command.preferences',
      icon: IconSettings,
      shortcut: 'mod+,',
      run: () => go({ dialog: { kind: 'preferences' } }),
    }),
    named(text, {
      ...always,
      id: 'app.shortcuts',
      name: 'shortcuts.title',
      icon: IconKeyboard,
      shortcut: 'mod+/',
      run: () => go({ dialog: { kind: 'shortcuts' } }),
    }),
    named(text, {
      ...always,
      id: 'app.notices',
      name: 'notices.title',
      icon: IconBell,
      run: () => go({ dialog: { kind: 'notices' } }),
    }),
    named(text, {
      ...always,
      id: 'app.engines',
      name: 'action.chooseEngine',
      icon: IconBrandDocker,
      run: () => go({ dialog: { kind: 'preferences', section: 'engines' } }),
    }),
    named(text, {
      ...always,
      id: 'theme.light',
      name: 'command.light',
      icon: IconSun,
      run: () => prefer({ theme: 'light' }),
    }),
    named(text, {
      ...always,
      id: 'theme.dark',
      name: 'command.dark',
      icon: IconMoon,
      run: () => prefer({ theme: 'dark' }),
    }),
    named(text, {
      ...always,
      id: 'theme.system',
      name: 'command.systemTheme',
      icon: IconDeviceDesktop,
      run: () => prefer({ theme: 'system' }),
    }),
    named(text, {
      ...always,
      id: 'language.en',
      name: 'command.english',
      icon: IconLanguage,
      run: () => prefer({ language: 'en' }),
    }),
    named(text, {
      ...always,
      id: 'language.zh-CN',
      name: 'command.chinese',
      icon: IconLanguage,
      run: () => prefer({ language: 'zh-CN' }),
    }),
    named(text, {
      ...always,
      id: 'language.system',
      name: 'command.systemLanguage',
      icon: IconLanguage,
      run: () => prefer({ language: 'system' }),
    }),
    named(text, {
      ...always,
      id: 'app.diagnostics',
      name: 'preferences.section.diagnostics',
      icon: IconBug,
      run: () => go({ dialog: { kind: 'preferences', section: 'diagnostics' } }),
    }),
    named(text, {
      ...always,
      id: 'app.about',
      name: 'menu.about',
      icon: IconInfoCircle,
      run: () => go({ dialog: { kind: 'preferences', section: 'about' } }),
    }),
  ]
}
