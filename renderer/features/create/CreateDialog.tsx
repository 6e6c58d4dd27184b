import { Accordion, Button, Group, Modal, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ClusterSpec } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { useClusterActions } from '../../api/cluster-actions.ts'
import { suggestionQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { RegistriesEditor } from '../../ui/RegistriesEditor.tsx'
import { PreflightAdvice } from '../../ui/spec-form/PreflightAdvice.tsx'
import { SpecFields } from '../../ui/spec-form/SpecFields.tsx'
import { useSpecForm } from '../../ui/spec-form/use-spec-form.ts'
import styles from './CreateDialog.module.css'

/** "Customise…": the suggestion, or a spec that failed before, with everything open to change. */
export function CreateDialog({ spec }: { readonly spec: ClusterSpec | undefined }) {
  const { text } = useTexts()
  const { closeDialog } = useNavigation()
  const { data: suggestion, error, refetch } = useQuery({ ...suggestionQuery, enabled: spec === undefined })
  const base = spec ?? suggestion
  // A moment later, with the form, so that its first field gets the focus.
  if (!base && !error) return null
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={text('create.title')}
      size={760}
      classNames={{ content: styles.content, body: styles.body, title: styles.title }}
    >
      {base && <CreateForm base={base} />}
      {!base && error && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
    </Modal>
  )
}

function CreateForm({ base }: { readonly base: ClusterSpec }) {
  const { text } = useTexts()
  const { go, closeDialog } = useNavigation()
  const { apply } = useClusterActions()
  const { form, spec } = useSpecForm(base)
  const submit = form.onSubmit(() => {
    if (!spec) return
    apply(spec)
    go({ cluster: spec.name, tab: 'overview', dialog: undefined })
  })
  return (
    <form onSubmit={submit} className={styles.form} noValidate>
      <div className={styles.fields}>
        <Stack gap="lg">
          <SpecFields form={form} isNew />
          <Accordion variant="separated" radius="md" chevronPosition="left">
            <Accordion.Item value="registries">
              <Accordion.Control>{text('registries.text')}</Accordion.Control>
              <Accordion.Panel>
                <RegistriesEditor
                  rows={9}
                  value={form.values.registries}
                  onChange={(value) => form.setFieldValue('registries', value)}
                />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        </Stack>
      </div>
      <Group className={styles.footer} justify="space-between" align="flex-start" wrap="nowrap">
        <div className={styles.advice}>
          {spec && <PreflightAdvice spec={spec} onUsePort={(port) => form.setFieldValue('apiPort', port)} />}
        </div>
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={closeDialog}>
            {text('action.cancel')}
          </Button>
          <Button type="submit">{text('create.submit')}</Button>
        </Group>
      </Group>
    </form>
  )
}
