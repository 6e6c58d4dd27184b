import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { isNoise, withoutNoise } from '../../../scripts/prepare/chromium-noise.mjs'

const noise = [
  '[21907:1127/144759.204998:ERROR:bus.cc(399)] Failed to connect to the bus: Failed to connect to socket /run/dbus/system_bus_socket: No such file or directory',
  '[21907:1127/144800.319634:ERROR:dbus/bus.cc:408] Failed to connect to the bus: Could not parse server address: Unknown address type (examples of valid types are "tcp" and on UNIX "unix")',
  '[21979:1127/144801.548748:ERROR:viz_main_impl.cc(186)] Exiting GPU process due to errors during initialization',
  '[21907:1127/144801.833035:ERROR:object_proxy.cc(590)] Failed to call method: org.freedesktop.DBus.NameHasOwner: object_path= /org/freedesktop/DBus: unknown error type: ',
]
const real = [
  "[21907:1127/144824.198898:FATAL:gpu_data_manager_impl_private.cc(431)] GPU process isn't usable. Goodbye.",
  '[21907:1127/144823.959309:ERROR:network_service_instance_impl.cc(558)] Network service crashed, restarting service.',
  'Error: Cannot find module bus.cc: Failed to connect to the bus',
  'TypeError: undefined is not a function',
]

it.each(noise)('leaves out %s', (line) => expect(isNoise(line)).toBe(true))
it.each(real)('keeps %s', (line) => expect(isNoise(line)).toBe(false))

it('hands on all other lines whole, the last one too', async () => {
  const [from, to] = [new PassThrough(), new PassThrough()]
  withoutNoise(from, to)
  const all = [noise[0], real[0], noise[1], real[1]].join('\n')
  from.once('end', () => to.end())
  from.write(all.slice(0, 200))
  from.end(all.slice(200))
  expect(await text(to)).toBe(`${real[0]}\n${real[1]}\n`)
})
