import type { z } from 'zod'
import { ClusterSpec } from '#shared/cluster.ts'
import type { BlueprintFacts } from '../../../electron/cluster/model/blueprint.ts'
import type { ClusterRecord } from '../../../electron/cluster/model/cluster-record.ts'

export function testSpec(more: Partial<z.input<typeof ClusterSpec>> = {}): ClusterSpec {
  return ClusterSpec.parse({ version: 1, name: 'demo', image: 'rancher/k3s:v1.36.2-k3s1', apiPort: 6443, ...more })
}

export function testRecord(more: Partial<z.input<typeof ClusterSpec>> = {}): ClusterRecord {
  return {
    spec: testSpec(more),
    subnet: '10.213.7.0/24',
    token: 'a-token',
    api: { hostIps: ['127.0.0.1'], names: [] },
    generation: 1,
    tried: 0,
    owed: [],
    createdAt: '2026-11-23T10:00:00.000Z',
  }
}

export const testFacts: BlueprintFacts = {
  cgroupVersion: 2,
  isRootless: false,
  hasHostGateway: true,
  entrypoint: '#!/bin/sh\n',
}
