import { expect } from '@playwright/test'
import { sampan } from '../engine/cli-process.ts'

/** What has to be there before a test: `sampan` does it, and must succeed. */
export async function arrange(args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await sampan(args)
  expect(exitCode, stdout + stderr).toBe(0)
}
