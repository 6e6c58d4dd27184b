import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ClusterRef, ClusterSpec } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { bySpeed, type EndpointTest } from '#shared/registry-test.ts'
import { request } from '../../api/client.ts'
import type { RegistriesValue } from './registries-value.ts'

type Endpoint = Pick<EndpointTest, 'registry' | 'endpoint'>

/** The place that asks: a node of the cluster, or this computer where there is no cluster yet. */
export interface TestFrom {
  readonly engineId: ClusterRef['engineId']
  readonly name: string | undefined
  /** Variables of the nodes of a cluster that is yet to be made. */
  readonly env?: ClusterSpec['env']
}

/** What the endpoints answered when they were last asked, all of them or one alone. */
export function useRegistriesTest({ engineId, name, env }: TestFrom, { text, files }: RegistriesValue) {
  const [known, setKnown] = useState<readonly EndpointTest[]>([])
  const { data, error, isPending, variables, mutate } = useMutation({
    mutationFn: (only: Endpoint | undefined) =>
      request('registries.test', {
        engineId,
        text,
        files,
        ...(name === undefined ? {} : { name }),
        ...(only ? { only } : {}),
        ...(env ? { env } : {}),
      }),
    onSuccess: ({ endpoints }, only) =>
      setKnown((before) =>
        only ? [...before.filter((each) => !endpoints.some((other) => isSame(each, other))), ...endpoints] : endpoints,
      ),
  })
  return {
    all: bySpeed(known),
    of: (endpoint: Endpoint) => known.find((each) => isSame(each, endpoint)),
    isPending,
    isAsking: (endpoint: Endpoint) => isPending && (variables === undefined || isSame(variables, endpoint)),
    /** The node that asked; undefined for this computer, and where nobody has been asked. */
    node: data?.node,
    hasAsked: data !== undefined,
    problem: error ? problemOf(error) : undefined,
    ask: mutate,
  }
}

export type RegistriesTesting = ReturnType<typeof useRegistriesTest>

const isSame = (one: Endpoint, other: Endpoint) => one.registry === other.registry && one.endpoint === other.endpoint

/** The quickest first, then those that nobody asked, and at last the dead ones. */
export function sortedBySpeed(registry: string, endpoints: readonly string[], { of }: RegistriesTesting): string[] {
  const rank = (endpoint: string) => {
    const test = of({ registry, endpoint })
    if (!test) return Number.MAX_VALUE
    return test.fault ? Number.POSITIVE_INFINITY : test.totalMs
  }
  return [...endpoints].sort((one, other) => rank(one) - rank(other) || 0)
}
