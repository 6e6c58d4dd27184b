import type { Page } from '@playwright/test'
import { docker } from '../engine/docker.ts'

/** Opens a node's log through the bridge, as the page does, waits for its first lines, and leaves what it heard on the page. */
export async function openLog(window: Page, cluster: string): Promise<void> {
  const { ID: engineId } = await docker.info()
  // The window is there before the engine is connected.
  await window.getByRole('button', { name: cluster }).first().waitFor()
  await window.evaluate(
    ({ cluster: ref, node }) =>
      new Promise<void>((resolve) => {
        const heard: { failed?: string } = {}
        Reflect.set(self, 'heard', heard)
        self.addEventListener('message', function take({ data, ports: [control] }) {
          if (data.id !== 'test' || !control) return
          self.removeEventListener('message', take)
          Reflect.set(self, 'control', control)
          control.onmessage = ({ data: frame, ports: [port] }) => {
            if (frame.kind === 'failed') heard.failed = frame.problem.code
            if (!port) return
            port.onmessage = ({ data: state }) => {
              if (state.state?.lines > 0) resolve()
            }
            port.postMessage({ id: 1, name: 'follow', input: { sources: [{ kind: 'node', node }] } })
            Reflect.set(self, 'port', port)
          }
        })
        self.sampan.open('logs.view', { cluster: ref }, 'test')
      }),
    { cluster: { engineId, name: cluster }, node: `sampan-${cluster}-server-0` },
  )
}
