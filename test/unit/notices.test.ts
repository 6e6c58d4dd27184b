import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

// A text that is handed over as a string stays in the language of that moment.
it('notices are shown by the modules that show keys, not texts', () => {
  const files = readdirSync(join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
  const showing = files.filter(
    (file) =>
      /\.tsx?$/.test(file) && /notifications\.(show|update)\(/.test(readFileSync(join(root, 'renderer', file), 'utf8')),
  )
  expect(showing.sort()).toEqual(['ui/notice.tsx'])
})
