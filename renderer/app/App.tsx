import { type MantineColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { logWindowOf, logWindowParameter } from '#shared/log-window.ts'
import { resolveLanguage, translate } from '#shared/translate.ts'
import { takeFirstAnswers } from '../api/first-answers.ts'
import { keepOpen } from '../api/live-updates.ts'
import { appInfoQuery, preferencesQuery } from '../api/queries.ts'
import { LogWindowScreen } from '../features/logs/LogWindowScreen.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { FileTargetProvider } from '../ui/files/file-target.tsx'
import { LanguageProvider } from '../ui/language.tsx'
import { NavigationProvider } from '../ui/navigation.tsx'
import { NoticeHistoryProvider } from '../ui/notice-history.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { ShellsProvider } from '../ui/shells.tsx'
import { styleNonce } from '../ui/style-nonce.ts'
import { inMainWindow } from './main-window.ts'
import { Notices } from './NoticePlace.tsx'
import { createQueryClient } from './query-client.tsx'
import { Shell } from './Shell.tsx'
import { cssVariables, themeWith } from './theme.ts'

export function App() {
  const [client] = useState(() => {
    const made = createQueryClient()
    takeFirstAnswers(made)
    return made
  })
  return (
    <QueryClientProvider client={client}>
      <AppWindow />
    </QueryClientProvider>
  )
}

/** The theme is a preference. Nothing of it is in the page's own storage, whose first reading waits for the main process. */
const keptByPreferences: MantineColorSchemeManager = {
  get: (scheme) => scheme,
  set: () => undefined,
  clear: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
}

/** Language and theme come from the preferences; without them (a matter of milliseconds) there is nothing to show yet. */
function AppWindow() {
  const { data: app, isPending: isAppPending } = useQuery(appInfoQuery)
  const { data: preferences, isPending: arePreferencesPending } = useQuery(preferencesQuery)
  const language = resolveLanguage(preferences?.language ?? 'system', app?.systemLanguage ?? navigator.language)
  const theme = useMemo(() => themeWith({ closeLabel: translate(language, 'action.close') }), [language])
  const scheme = preferences?.theme ?? 'system'
  useFollowedPreferences()
  const [logWindow] = useState(() => logWindowOf(new URLSearchParams(location.search).get(logWindowParameter)))
  const goElsewhere = useMemo(() => logWindow && inMainWindow(logWindow.cluster), [logWindow])
  if (isAppPending || arePreferencesPending) return null
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={keptByPreferences}
      getStyleNonce={styleNonce}
      {...(scheme === 'system' ? {} : { forceColorScheme: scheme })}
    >
      <LanguageProvider language={language}>
        <NavigationProvider {...(goElsewhere ? { goElsewhere } : {})}>
          <ErrorBoundary fallback={(problem, retry) => <ProblemAlert problem={problem} onRetry={retry} />}>
            <NoticeHistoryProvider>
              {logWindow ? (
                <LogWindowScreen window={logWindow}>
                  <Notices />
                </LogWindowScreen>
              ) : (
                <ShellsProvider>
                  <FileTargetProvider>
                    <Shell />
                  </FileTargetProvider>
                </ShellsProvider>
              )}
            </NoticeHistoryProvider>
          </ErrorBoundary>
        </NavigationProvider>
      </LanguageProvider>
    </MantineProvider>
  )
}

/** Applies changes from other windows here, too. */
function useFollowedPreferences(): void {
  const client = useQueryClient()
  useEffect(
    () =>
      keepOpen('preferences.watch', undefined, {
        onMessage: (preferences) => client.setQueryData(preferencesQuery.queryKey, preferences),
      }),
    [client],
  )
}
