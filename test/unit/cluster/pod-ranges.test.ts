import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { chooseRanges, hidingRanges, usualRanges } from '../../../electron/cluster/model/pod-ranges.ts'
import { testFacts, testRecord, testSpec } from './record.ts'

const args = (...flags: string[]) => ({ k3sArgs: flags.map((flag) => ({ flag })) })

describe('the networks of pods and services', () => {
  it.each([
    ['nothing is in the way', [], usualRanges],
    ['a VPN has all of 10/8', ['10.0.0.0/8'], { pods: '172.26.0.0/16', services: '172.27.0.0/16' }],
    ['a VPN has a part of one', ['10.43.7.0/24'], { pods: '10.142.0.0/16', services: '10.143.0.0/16' }],
    ['all are taken', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'], usualRanges],
  ])('are such that no route of the machine is hidden: %s', (_, taken, expected) => {
    expect(chooseRanges(testSpec(), taken)).toEqual(expected)
  })

  it('stay as the user has chosen them, and what they hide is said', () => {
    const spec = testSpec(args('--cluster-cidr=10.42.0.0/16'))
    expect(chooseRanges(spec, ['10.0.0.0/8'])).toEqual({ pods: '10.42.0.0/16', services: '172.27.0.0/16' })
    expect(hidingRanges(spec, ['10.0.0.0/8'])).toEqual([{ range: '10.42.0.0/16', route: '10.0.0.0/8' }])
    expect(hidingRanges(spec, ['172.17.0.0/16'])).toEqual([])
  })

  it('are written for servers alone, and never beside those of the user', () => {
    const ranges = { pods: '172.26.0.0/16', services: '172.27.0.0/16' }
    const configs = (more: Parameters<typeof testRecord>[0]) =>
      blueprint({ ...testRecord({ agents: 1, ...more }), ranges }, testFacts).containers.map(({ files }) => {
        const config = parse(files.find(({ path }) => path.endsWith('/config.yaml'))?.content ?? '')
        return [config['cluster-cidr'], config['service-cidr']]
      })
    expect(configs({})).toEqual([
      ['172.26.0.0/16', '172.27.0.0/16'],
      [undefined, undefined],
    ])
    expect(configs(args('--cluster-cidr=10.50.0.0/16'))[0]).toEqual([['10.50.0.0/16'], '172.27.0.0/16'])
  })

  it('are what a proxy is not asked for', () => {
    const ranges = { pods: '172.26.0.0/16', services: '172.27.0.0/16' }
    const record = { ...testRecord({ env: { HTTP_PROXY: 'http://proxy:3128' } }), ranges }
    expect(blueprint(record, testFacts).containers[0]?.container.env.NO_PROXY).toContain('172.26.0.0/16,172.27.0.0/16')
  })
})
