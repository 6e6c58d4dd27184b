import { expect, it } from 'vitest'
import { isOnThisMachine, parseAddress } from '../../../electron/docker/docker-endpoint.ts'

it.each([
  ['unix:///var/run/docker.sock', true],
  ['npipe:////./pipe/docker_engine', true],
  ['tcp://localhost:2375', true],
  ['tcp://127.0.0.1:2375', true],
  ['tcp://[::1]:2375', true],
  ['tcp://docker:2376', false],
  ['tcp://192.168.7.20:2376', false],
  ['tcp://127.example.com:2376', false],
])('the ports of an engine at %s are this machine’s: %s', (address, expected) => {
  expect(isOnThisMachine(parseAddress(address))).toBe(expected)
})
