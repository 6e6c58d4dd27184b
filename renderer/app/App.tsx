import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { resolveLanguage, translate } from '#shared/translate.ts'
import { appInfoQuery, preferencesQuery } from '../api/queries.ts'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { LanguageProvider } from '../ui/language.tsx'
import { NavigationProvider } from '../ui/navigation.tsx'
import { NoticeHistoryProvider } from '../ui/notice-history.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { ShellsProvider } from '../ui/shells.tsx'
import { styleNonce } from '../ui/style-nonce.ts'
import { createQueryClient } from './query-client.tsx'
import { Shell } from './Shell.tsx'
import { cssVariables, themeWith } from './theme.ts'

export function App() {
  const [client] = useState(createQueryClient)
  return (
    <QueryClientProvider client={client}>
      <AppWindow />
    </QueryClientProvider>
  )
}

/** Language and theme come from the preferences; without them (a matter of milliseconds) there is nothing to show yet. */
function AppWindow() {
  const { data: app, isPending: isAppPending } = useQuery(appInfoQuery)
  const { data: preferences, isPending: arePreferencesPending } = useQuery(preferencesQuery)
  const language = resolveLanguage(preferences?.language ?? 'system', app?.systemLanguage ?? navigator.language)
  const theme = useMemo(() => themeWith({ closeLabel: translate(language, 'action.close') }), [language])
  const scheme = preferences?.theme ?? 'system'
  if (isAppPending || arePreferencesPending) return null
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
      {...(scheme === 'system' ? {} : { forceColorScheme: scheme })}
    >
      <LanguageProvider language={language}>
        <NavigationProvider>
          <ErrorBoundary fallback={(problem, retry) => <ProblemAlert problem={problem} onRetry={retry} />}>
            <ShellsProvider>
              <NoticeHistoryProvider>
                <Shell />
              </NoticeHistoryProvider>
            </ShellsProvider>
          </ErrorBoundary>
          <Notifications position="bottom-right" limit={4} />
        </NavigationProvider>
      </LanguageProvider>
    </MantineProvider>
  )
}
