import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import { pageColors } from '#shared/page-colors.ts'
import styles from './theme.module.css'

// Shade 7 carries white text at 5.6:1.
const sea: MantineColorsTuple = [
  '#e9f6f9',
  '#d5ebf0',
  '#a9d7e1',
  '#79c2d1',
  '#52b0c3',
  '#2f9db3',
  '#198799',
  '#0f7286',
  '#0b5d6e',
  '#074857',
]

const slate: MantineColorsTuple = [
  '#d5dbe1',
  '#b3bcc6',
  '#93a0ad',
  '#677583',
  '#46525e',
  '#36414c',
  '#26303a',
  pageColors.dark,
  '#141a21',
  '#0e1319',
]

/** Close buttons have no text of their own: `closeLabel` is what a screen reader says. */
export const themeWith = ({ closeLabel }: { readonly closeLabel: string }) =>
  createTheme({
    primaryColor: 'sea',
    primaryShade: { light: 7, dark: 7 },
    colors: { sea, dark: slate },
    fontFamily:
      "'Inter Variable', 'PingFang SC', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif",
    fontFamilyMonospace:
      "'JetBrains Mono Variable', 'PingFang SC', 'Microsoft YaHei UI', 'Noto Sans Mono CJK SC', ui-monospace, monospace",
    headings: { fontWeight: '600' },
    defaultRadius: 'md',
    cursorType: 'pointer',
    respectReducedMotion: true,
    focusClassName: styles.focus ?? '',
    components: {
      // A menu has nothing in it but its items, which is also what its role allows.
      Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
      // The list of choices is made when it is opened: a form has many of them.
      Combobox: { defaultProps: { keepMounted: false } },
      Tooltip: { defaultProps: { openDelay: 400, withinPortal: true } },
      Notification: {
        defaultProps: { closeButtonProps: { 'aria-label': closeLabel } },
        classNames: {
          root: styles.notice ?? '',
          icon: styles.noticeIcon ?? '',
          body: styles.noticeBody ?? '',
          description: styles.noticeText ?? '',
          closeButton: styles.noticeClose ?? '',
        },
      },
      Modal: {
        defaultProps: {
          closeButtonProps: { 'aria-label': closeLabel },
          overlayProps: { backgroundOpacity: 0.4 },
          transitionProps: { duration: 120 },
        },
        classNames: { title: styles.dialogTitle ?? '', inner: styles.dialogPlace ?? '' },
      },
      Drawer: {
        defaultProps: {
          closeButtonProps: { 'aria-label': closeLabel },
          overlayProps: { backgroundOpacity: 0.4 },
          transitionProps: { duration: 120 },
        },
      },
      Button: { defaultProps: { size: 'sm' }, classNames: { label: styles.buttonLabel ?? '' } },
      // Nothing is below 11 px: Mantine's smallest sizes of these are.
      Badge: { classNames: { root: styles.badge ?? '' } },
      Paper: { classNames: { root: styles.paper ?? '' } },
      Kbd: { classNames: { root: styles.key ?? '' } },
      InputDescription: { classNames: { description: styles.description ?? '' } },
      InputError: { classNames: { error: styles.error ?? '' } },
      Input: { classNames: { wrapper: styles.input ?? '' } },
      Checkbox: { classNames: { input: styles.mark ?? '' } },
      RadioIndicator: { classNames: { indicator: styles.mark ?? '' } },
      Switch: { classNames: { track: styles.track ?? '' } },
    },
  })

/** Mantine's gray, red and placeholder texts, its borders and its focus ring miss the contrast of WCAG AA; these meet it in both schemes. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
    '--mantine-color-anchor': colors.sea?.[8] ?? '',
    '--sampan-surface': colors.gray[0],
    '--sampan-line': colors.gray[3],
    '--sampan-scroll': colors.gray[6],
    '--mantine-color-default-border': colors.gray[3],
    '--sampan-focus': colors.sea?.[7] ?? '',
    '--sampan-input-line': colors.gray[6],
    '--sampan-off': colors.gray[6],
    '--sampan-tone-good': colors.teal[8],
    '--sampan-tone-warning': colors.orange[8],
    '--sampan-tone-bad': colors.red[8],
    '--sampan-tone-busy': colors.sea?.[6] ?? '',
    '--sampan-tone-quiet': colors.gray[7],
    '--sampan-text-warning': '#9a3d00',
    '--sampan-text-bad': colors.red[9],
    '--sampan-text-good': '#066649',
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-placeholder': colors.dark[2],
    '--mantine-color-error': colors.red[4],
    '--mantine-color-anchor': colors.sea?.[3] ?? '',
    '--sampan-surface': colors.dark[8],
    '--sampan-line': colors.dark[5],
    '--sampan-scroll': colors.dark[3],
    '--mantine-color-default-border': colors.dark[5],
    '--sampan-focus': colors.sea?.[3] ?? '',
    '--sampan-input-line': '#7a8895',
    '--sampan-off': '#7a8895',
    '--sampan-tone-good': colors.teal[5],
    '--sampan-tone-warning': colors.orange[5],
    '--sampan-tone-bad': colors.red[5],
    '--sampan-tone-busy': colors.sea?.[4] ?? '',
    '--sampan-tone-quiet': colors.dark[2],
    '--sampan-text-warning': colors.orange[3],
    '--sampan-text-bad': colors.red[3],
    '--sampan-text-good': colors.teal[3],
  },
})
