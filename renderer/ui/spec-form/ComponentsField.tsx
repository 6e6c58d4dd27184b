import { Input, SimpleGrid, Switch, Text } from '@mantine/core'
import { packagedComponents } from '#shared/k3s-releases.ts'
import { isMessageKey } from '#shared/translate.ts'
import { useTexts } from '../language.tsx'
import type { SpecForm } from './use-spec-form.ts'

/** What k3s brings along: on, until somebody switches it off. */
export function ComponentsField({ form }: { readonly form: SpecForm }) {
  const { text } = useTexts()
  const { disable } = form.values
  const components = [...new Set([...packagedComponents, ...disable])]
  const switchTo = (component: string, isOn: boolean) =>
    form.setFieldValue('disable', isOn ? disable.filter((other) => other !== component) : [...disable, component])
  return (
    <Input.Wrapper description={text('form.disable.hint')} labelElement="div" error={form.errors.disable}>
      <SimpleGrid cols={2} spacing="md" verticalSpacing="sm" mt="xs">
        {components.map((component) => {
          const words = `component.${component}`
          return (
            <Switch
              key={component}
              label={
                <Text span size="sm" ff="monospace">
                  {component}
                </Text>
              }
              description={isMessageKey(words) ? text(words) : undefined}
              checked={!disable.includes(component)}
              onChange={({ currentTarget }) => switchTo(component, currentTarget.checked)}
            />
          )
        })}
      </SimpleGrid>
    </Input.Wrapper>
  )
}
