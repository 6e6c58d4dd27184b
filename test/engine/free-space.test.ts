import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemsEn } from '#shared/messages/problems-en.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { execute, leanComponents, leftovers, quickBoot, testImage, uniqueName } from './docker.ts'
import { LiveApp } from './live-app.ts'
import { SecondEngine, secondEngineMissing } from './second-engine.ts'

const missing = await secondEngineMissing()
const options = { signal: new AbortController().signal }

// On an engine of its own: what is tried here takes away whatever is not in use.
describe.skipIf(missing)(
  `the commands that are advised to free space${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let engine: SecondEngine
    let app: LiveApp
    const spec = parseSpec({
      ...{ version: 1, name: uniqueName(), image: testImage, apiPort: 32_000 + Math.floor(Math.random() * 1000) },
      ...{ disable: leanComponents, env: quickBoot },
    })
    const docker = (command: string) =>
      execute('docker', ['--host', `unix://${engine.socket}`, ...command.split(' ').slice(1), '--force'])

    beforeAll(async () => {
      engine = await SecondEngine.open()
      app = await LiveApp.open(engine.address)
      await app.live.engine().create(spec, options)
      await app.live.engine().stop(spec.name, options)
    })
    afterAll(async () => {
      await app?.close()
      await engine?.close()
    })

    const advice = `${problemsEn['disk.low'].remedy} ${problemsEn['subnet.none_free'].remedy}`
    const commands = [
      'docker image prune -a',
      'docker builder prune',
      'docker network prune --filter label!=dev.sampan.cluster',
    ]

    it('leave a stopped cluster as it is, and are those that the texts name', async () => {
      const before = (await leftovers(spec.name, engine.docker)).sort()
      for (const command of commands) {
        expect(advice).toContain(command)
        await docker(command)
      }
      expect((await leftovers(spec.name, engine.docker)).sort()).toEqual(before)
      await app.live.engine().start(spec.name, options)
      await app.live.engine().stop(spec.name, options)
    })

    it.each([
      ['docker network prune', /^sampan-t-\w+$/],
      ['docker system prune', /^\//],
    ])('are not %s, which takes away what a stopped cluster has', async (command, what) => {
      const of = async () => (await leftovers(spec.name, engine.docker)).filter((name) => what.test(name))
      expect(await of()).not.toEqual([])
      await docker(command)
      expect(await of()).toEqual([])
    })
  },
)
