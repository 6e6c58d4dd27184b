import { NumberInput, PasswordInput, Select, SimpleGrid, TextInput } from '@mantine/core'
import { type DatastoreChoice, defaultDatastore, mostServers } from '#shared/cluster.ts'
import { databaseImages } from '#shared/k3s-releases.ts'
import { useTexts } from '../language.tsx'
import type { SpecForm } from './use-spec-form.ts'

const counts = Array.from({ length: mostServers }, (_, index) => index + 1)
const kinds: readonly DatastoreChoice[] = ['sqlite', 'etcd', 'managed-postgres', 'managed-mariadb', 'external']

const isManaged = (datastore: DatastoreChoice) => datastore.startsWith('managed-')

/** How many nodes, and where the servers keep the state of the cluster: what does not go together cannot be chosen. */
export function NodesField({ form }: { readonly form: SpecForm }) {
  const { text } = useTexts()
  const { servers, datastore } = form.values
  const choose = (count: number) => {
    form.setFieldValue('servers', count)
    if (count > 1 && datastore === 'sqlite') form.setFieldValue('datastore', defaultDatastore(count).kind)
  }
  // An even number of members of etcd is no better than one fewer.
  const offered = counts.filter((count) => (datastore !== 'etcd' && datastore !== 'sqlite') || count % 2 === 1)
  return (
    <>
      <SimpleGrid cols={3}>
        <Select
          label={text('form.servers')}
          description={text('form.servers.hint')}
          data={[...new Set([...offered, servers])].sort().map(String)}
          allowDeselect={false}
          {...form.getInputProps('servers')}
          value={String(servers)}
          onChange={(value) => choose(Number(value))}
        />
        <NumberInput
          label={text('form.agents')}
          description={text('form.agents.hint')}
          min={0}
          max={20}
          allowDecimal={false}
          {...form.getInputProps('agents')}
        />
        <Select
          label={text('form.datastore')}
          description={text(`form.datastore.hint.${datastore}`)}
          data={kinds.map((kind) => ({
            value: kind,
            label: text(`form.datastore.${kind}`),
            disabled: kind === 'sqlite' && servers > 1,
          }))}
          allowDeselect={false}
          {...form.getInputProps('datastore')}
          onChange={(value) => {
            form.getInputProps('datastore').onChange(value)
            form.setFieldValue('databaseImage', '')
          }}
        />
      </SimpleGrid>
      {isManaged(datastore) && (
        <TextInput
          label={text('form.databaseImage')}
          description={text('form.databaseImage.hint')}
          placeholder={databaseImages[datastore === 'managed-postgres' ? 'postgres' : 'mariadb']}
          spellCheck={false}
          {...form.getInputProps('databaseImage')}
        />
      )}
      {datastore === 'external' && (
        <PasswordInput
          label={text('form.endpoint')}
          description={text('form.endpoint.hint')}
          placeholder="postgres://USER:PASSWORD@HOST:5432/DATABASE"
          {...form.getInputProps('endpoint')}
        />
      )}
    </>
  )
}
