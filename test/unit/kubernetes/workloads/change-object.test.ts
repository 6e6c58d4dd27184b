import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProblemError } from '#shared/problem.ts'
import type { WorkloadTarget } from '#shared/workloads.ts'
import { ApiConnection, ApiStatusError } from '../../../../electron/kubernetes/api-connection.ts'
import { deleteObject, restartObject, scaleObject } from '../../../../electron/kubernetes/workloads/change-object.ts'
import { objectYaml } from '../../../../electron/kubernetes/workloads/object-yaml.ts'
import { type StandInApi, serveStandInApi } from '../../../fakes/stand-in-api.ts'

const { signal } = new AbortController()
const key = 'apps/v1/deployments'

describe('a change of an object', () => {
  let api: StandInApi
  let connection: ApiConnection
  let target: WorkloadTarget

  const deploy = (spec: object = {}) =>
    api.put(key, {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'web', namespace: 'shop', managedFields: [{ manager: 'kubectl' }] },
      spec: { replicas: 3, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [] } }, ...spec },
    })
  const stored = () => api.get(key, 'web', 'shop')
  /** The code of the Problem, or the status of the answer. */
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) =>
        error instanceof ProblemError ? error.problem : error instanceof ApiStatusError ? error.status : error,
    )

  beforeEach(async () => {
    api = await serveStandInApi()
    connection = new ApiConnection(async () => ({ server: api.url }))
    target = { kind: 'Deployment', namespace: 'shop', name: 'web', uid: deploy().metadata.uid }
  })
  afterEach(async () => {
    connection.close()
    await api.close()
  })

  it('restarts by an annotation of the template, and keeps the rest of it', async () => {
    const now = new Date('2026-11-27T18:00:00Z')
    await restartObject(connection, target, { now, signal })
    expect(stored().spec.template.metadata).toEqual({
      labels: { app: 'web' },
      annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-11-27T18:00:00.000Z' },
    })
  })

  it('does not restart what is paused', async () => {
    deploy({ paused: true })
    expect(await failure(restartObject(connection, target, { now: new Date(), signal }))).toMatchObject({
      code: 'workload.paused',
      params: { object: 'Deployment shop/web' },
    })
  })

  it('scales from what was seen, also while its controller writes to it', async () => {
    let writes = 0
    api.gate.refuses = (method) => {
      // Between the question and the change.
      if (method === 'PUT' && writes < 2) {
        writes += 1
        api.put(key, { ...stored(), status: { observedGeneration: writes } })
      }
      return undefined
    }
    await scaleObject(connection, target, { from: 3, to: 0, signal })
    expect([stored().spec.replicas, writes, stored().spec.template.metadata.labels]).toEqual([0, 2, { app: 'web' }])
    await scaleObject(connection, target, { from: 0, to: 2, signal })
    expect(stored().spec.replicas).toBe(2)
  })

  it('does not scale what somebody else has scaled', async () => {
    deploy({ replicas: 9 })
    const asked = failure(scaleObject(connection, target, { from: 3, to: 5, signal }))
    expect(await asked).toMatchObject({
      code: 'workload.scaled_meanwhile',
      params: { object: 'Deployment shop/web', replicas: 9, from: 3 },
    })
    expect(stored().spec.replicas).toBe(9)
    // Whoever wanted the same has it.
    await scaleObject(connection, target, { from: 3, to: 9, signal })
  })

  it('gives up where somebody writes all the time, and says why', async () => {
    api.gate.refuses = (method) => {
      if (method === 'PUT') api.put(key, { ...stored(), status: { observedGeneration: Math.random() } })
      return undefined
    }
    expect(await failure(scaleObject(connection, target, { from: 3, to: 5, signal }))).toBe(409)
    expect(api.requests.filter((line) => line.startsWith('PUT'))).toHaveLength(5)
  })

  it('never touches another object that has the name by now', async () => {
    api.remove(key, 'web', 'shop')
    deploy()
    const before = stored()
    const options = { now: new Date(), signal }
    const asked = await Promise.all([
      failure(restartObject(connection, target, options)),
      failure(scaleObject(connection, target, { from: 3, to: 1, signal })),
      failure(deleteObject(connection, target, signal)),
    ])
    expect(asked.map((each) => Object(each).code)).toEqual(Array(3).fill('workload.replaced'))
    expect(stored()).toEqual(before)
  })

  it('deletes; what is gone already is as good', async () => {
    await deleteObject(connection, target, signal)
    expect(stored()).toBeUndefined()
    await deleteObject(connection, target, signal)
    expect(await failure(restartObject(connection, target, { now: new Date(), signal }))).toBe(404)
  })

  it('passes on why the API refuses', async () => {
    api.gate.refuses = (method) => (method === 'DELETE' ? 403 : undefined)
    const error = await deleteObject(connection, target, signal).catch((each: unknown) => each)
    expect(error).toMatchObject({ status: 403, words: 'refused with 403' })
  })

  it('is described as YAML without what nobody reads', async () => {
    const yaml = await objectYaml(connection, target, signal)
    expect(yaml).toMatch(/^apiVersion: apps\/v1\nkind: Deployment\nmetadata:\n {2}name: web\n/)
    expect(yaml).toContain('replicas: 3')
    expect(yaml).not.toContain('managedFields')
    const { managedFields: _, ...metadata } = stored().metadata
    api.put(key, { ...stored(), metadata })
    expect(await objectYaml(connection, target, signal)).toBe(
      yaml.replace(/resourceVersion: .*/, `resourceVersion: "${stored().metadata.resourceVersion}"`),
    )
  })
})
