import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { NavigationProvider, useNavigation, usePlace } from '../../renderer/ui/navigation.tsx'
import { ref, renderPart } from './window.tsx'

const steps = {
  'show the log of a node': { cluster: ref('dev'), tab: 'logs', node: 'sampan-dev-server-0' },
  'search what is selected': { cluster: ref('dev'), tab: 'logs', wanted: { text: 'flannel' } },
  'another tab': { tab: 'overview' },
  'the logs': { tab: 'logs' },
  'another cluster': { cluster: ref('old') },
  'a dialog': { dialog: { kind: 'preferences' } },
} as const satisfies Record<string, Parameters<ReturnType<typeof useNavigation>['go']>[0]>

function Places() {
  const { go } = useNavigation()
  const node = usePlace((place) => place.node)
  const wanted = usePlace((place) => place.wanted)
  return (
    <>
      <output>{`${node} ${wanted?.text}`}</output>
      {Object.entries(steps).map(([name, place]) => (
        <button key={name} type="button" onClick={() => go(place)}>
          {name}
        </button>
      ))}
    </>
  )
}

it.each([
  { way: ['show the log of a node'], left: 'sampan-dev-server-0 undefined' },
  { way: ['show the log of a node', 'another tab', 'the logs'], left: 'undefined undefined' },
  { way: ['search what is selected', 'another tab', 'the logs'], left: 'undefined undefined' },
  { way: ['search what is selected', 'another cluster'], left: 'undefined undefined' },
  { way: ['show the log of a node', 'search what is selected'], left: 'undefined flannel' },
  // What is opened above the page leaves it as it is.
  { way: ['search what is selected', 'a dialog'], left: 'undefined flannel' },
] as const)('what somebody came to the log for is left behind with it: $way', async ({ way, left }) => {
  const { user } = renderPart(
    <NavigationProvider>
      <Places />
    </NavigationProvider>,
  )
  for (const step of way) await user.click(screen.getByRole('button', { name: step }))
  expect(screen.getByRole('status').textContent).toBe(left)
})
