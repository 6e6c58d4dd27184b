import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // happy-dom lays nothing out: a menu that opens has nothing to focus there yet, and Mantine would print the whole tree.
    onConsoleLog: (line) => (line.includes('use-focus-trap') ? false : undefined),
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node' } },
      {
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.tsx'],
          environment: 'happy-dom',
          // Typing into a form of fifty inputs takes seconds on a small machine that is busy with other things.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          environment: 'node',
          // Real clusters share one small machine: one file at a time, minutes rather than seconds.
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
