import { Accordion, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '#shared/problem.ts'
import { type Choosable, type CreateAttempt, refOfNew, useClusterActions } from '../../api/cluster-actions.ts'
import { suggestionQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { RegistriesField } from '../../ui/registries/RegistriesField.tsx'
import { argumentsWith, type RegistriesValue, registriesOf } from '../../ui/registries/registries-value.ts'
import { movePort } from '../../ui/spec-form/move-port.ts'
import { PreflightAdvice } from '../../ui/spec-form/PreflightAdvice.tsx'
import { SpecFields } from '../../ui/spec-form/SpecFields.tsx'
import { usePreflight } from '../../ui/spec-form/use-preflight.ts'
import { goToFirstError, useSpecForm } from '../../ui/spec-form/use-spec-form.ts'
import styles from './CreateDialog.module.css'
import { OfflineField } from './OfflineField.tsx'

/** "Customize…": the suggestion, or a spec that failed before, with everything open to change. */
export function CreateDialog({
  attempt,
  leftOut,
}: {
  readonly attempt: CreateAttempt | undefined
  /** What a file had in it that the form has no place for. */
  readonly leftOut: readonly string[]
}) {
  const { text } = useTexts()
  const { closeDialog } = useNavigation()
  const { data: suggestion, error, refetch } = useQuery({ ...suggestionQuery, enabled: attempt === undefined })
  const base = attempt ?? (suggestion && { ...suggestion, choose: suggested })
  // A moment later, with the form, so that its first field gets the focus.
  if (!base && !error) return null
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={text('create.title')}
      size={860}
      classNames={{ content: styles.content, body: styles.body, title: styles.title }}
    >
      {base && <CreateForm key={JSON.stringify(base)} base={base} leftOut={leftOut} />}
      {!base && error && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
    </Modal>
  )
}

const suggested: readonly Choosable[] = ['apiPort', 'name']

function CreateForm({
  base,
  leftOut,
}: {
  readonly base: Omit<CreateAttempt, 'kind'>
  readonly leftOut: readonly string[]
}) {
  const { text, list } = useTexts()
  const { go, closeDialog } = useNavigation()
  const { create } = useClusterActions()
  const { form, spec } = useSpecForm(base.spec)
  const [isOffline, setIsOffline] = useState(base.isOffline ?? false)
  const preflight = usePreflight(base.engineId, spec, { isOffline })
  const toFirstError = (errors: typeof form.errors) => goToFirstError(form, errors)
  const submit = form.onSubmit(async () => {
    if (!spec || !(await preflight.pass())) return
    // Suggested values that were not edited may be replaced, even if their field had the focus.
    const choose = base.choose.filter((field) => spec[field] === base.spec[field])
    create({ engineId: base.engineId, spec, choose, isOffline }, (cluster) => go({ cluster }))
    go({ cluster: refOfNew({ engineId: base.engineId, spec }), tab: 'overview', dialog: undefined })
  }, toFirstError)
  const usePort = (move: { readonly taken: number; readonly port: number }) => {
    const { apiPort, ports } = movePort(form.getValues(), move)
    form.setValues({ apiPort, ports })
  }
  const changeRegistries = ({ text: registries, files: registryFiles, withoutDefault }: Partial<RegistriesValue>) => {
    const { k3sArgs } = form.getValues()
    form.setValues({
      ...(registries === undefined ? {} : { registries }),
      ...(registryFiles === undefined ? {} : { registryFiles }),
      ...(withoutDefault === undefined ? {} : { k3sArgs: argumentsWith(k3sArgs, withoutDefault) }),
    })
  }
  return (
    <form onSubmit={submit} className={styles.form} noValidate>
      <div className={styles.fields}>
        <Stack gap="lg">
          {leftOut.length > 0 && (
            <Text size="sm" role="note">
              {text('create.leftOut', { fields: list(leftOut) })}
            </Text>
          )}
          <SpecFields
            form={form}
            isNew
            engineId={base.engineId}
            afterImage={<OfflineField image={form.values.image} isOffline={isOffline} onChange={setIsOffline} />}
          />
          <Accordion variant="separated" radius="md" chevronPosition="left">
            <Accordion.Item value="registries">
              <Accordion.Control>{text('tab.registries')}</Accordion.Control>
              <Accordion.Panel>
                <RegistriesField
                  rows={9}
                  image={form.values.image}
                  value={registriesOf(form.values)}
                  onChange={changeRegistries}
                  from={{ engineId: base.engineId, name: undefined, env: spec?.env ?? {} }}
                />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        </Stack>
      </div>
      <Group className={styles.footer} justify="space-between" align="flex-start" wrap="nowrap">
        <div className={styles.advice}>
          <PreflightAdvice preflight={preflight} onUsePort={usePort} />
        </div>
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={closeDialog}>
            {text('action.cancel')}
          </Button>
          <Button type="submit" loading={preflight.isWaiting} disabled={preflight.isBlocked}>
            {text('create.submit')}
          </Button>
        </Group>
      </Group>
    </form>
  )
}
