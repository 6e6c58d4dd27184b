import { Language } from '#shared/preferences.ts'
import { resolveLanguage } from '#shared/translate.ts'
import { isJsonWanted, ownArguments } from './arguments.ts'

/** Of these the first that is set tells the language, as POSIX has it; ours before them. */
const variables = ['SAMPAN_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'] as const

/** In what `sampan` speaks: known before the arguments are understood, for what is wrong with them is said in it, too. */
export function languageOf(
  args: readonly string[],
  {
    env,
    platform,
    system = () => Intl.DateTimeFormat().resolvedOptions().locale,
  }: {
    readonly env: Readonly<Record<string, string | undefined>>
    readonly platform: NodeJS.Platform
    /** The language that is chosen in the settings of macOS or Windows. */
    readonly system?: () => string
  },
): Language {
  // Programs read codes; the few texts among them are always the same.
  if (isJsonWanted(args)) return 'en'
  const named = namedLanguage(args)
  if (named) return named
  const locale = variables.map((name) => env[name]).find((value) => value)
  const isSilent = locale === undefined && (platform === 'darwin' || platform === 'win32')
  // `zh_CN.UTF-8`, as the system writes it; `C` and `POSIX` are nobody's language, and read as English.
  return resolveLanguage('system', (locale ?? (isSilent ? system() : 'C')).replace(/[_.@].*$/, ''))
}

/** The last `--lang`; undefined where its value is none of ours, which Commander says. */
function namedLanguage(args: readonly string[]): Language | undefined {
  const own = ownArguments(args)
  const values = own.flatMap((arg, at) => {
    if (arg === '--lang') return own[at + 1] ?? []
    return arg.startsWith('--lang=') ? arg.slice('--lang='.length) : []
  })
  return Language.options.find((language) => language === values.at(-1))
}
