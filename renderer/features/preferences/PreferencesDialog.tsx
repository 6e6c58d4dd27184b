import { Modal, Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTexts } from '../../ui/language.tsx'
import { type PreferencesSection, preferencesSections, useNavigation } from '../../ui/navigation.tsx'
import { AboutSection } from './AboutSection.tsx'
import { DiagnosticsSection } from './DiagnosticsSection.tsx'
import { GeneralSection } from './GeneralSection.tsx'
import { KubeconfigSection } from './KubeconfigSection.tsx'
import { LibrarySection } from './LibrarySection.tsx'
import { LocalRegistriesSection } from './LocalRegistriesSection.tsx'
import { LogsSection } from './LogsSection.tsx'
import { NewClustersSection } from './NewClustersSection.tsx'
import styles from './PreferencesDialog.module.css'
import { RegistriesSection } from './RegistriesSection.tsx'

/** What is chosen takes effect at once; `engines` is where the engine is chosen. */
export function PreferencesDialog({
  section,
  engines,
}: {
  readonly section: PreferencesSection
  readonly engines: ReactNode
}) {
  const { text } = useTexts()
  const { go, closeDialog } = useNavigation()
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={text('preferences.title')}
      size={820}
      classNames={{ title: styles.title, body: styles.body }}
    >
      <Tabs
        orientation="vertical"
        variant="pills"
        keepMounted={false}
        value={section}
        onChange={(value) => {
          const next = preferencesSections.find((each) => each === value)
          if (next) go({ dialog: { kind: 'preferences', section: next } })
        }}
        classNames={{
          root: styles.tabs,
          list: styles.list,
          tab: styles.tab,
          tabLabel: styles.label,
          panel: styles.panel,
        }}
      >
        <Tabs.List aria-label={text('preferences.title')}>
          {preferencesSections.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {text(`preferences.section.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {preferencesSections.map((each) => (
          <Tabs.Panel key={each} value={each} tabIndex={0}>
            {each === 'engines' ? engines : <SectionOf section={each} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Modal>
  )
}

function SectionOf({ section }: { readonly section: Exclude<PreferencesSection, 'engines'> }) {
  switch (section) {
    case 'general':
      return <GeneralSection />
    case 'newClusters':
      return <NewClustersSection />
    case 'registries':
      return <RegistriesSection />
    case 'localRegistries':
      return <LocalRegistriesSection />
    case 'library':
      return <LibrarySection />
    case 'kubeconfig':
      return <KubeconfigSection />
    case 'logs':
      return <LogsSection />
    case 'diagnostics':
      return <DiagnosticsSection />
    case 'about':
      return <AboutSection />
  }
}
