// YAML as k3s reads it: values through the `yaml` package, errors in the words and with the line numbers of yaml.v2.
import { createRequire } from 'node:module'

const loadYaml = () => createRequire(import.meta.url)('yaml')

// The scanner of yaml.v2 counts lines from one, its parser from zero.
const SCANNER = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  TAB_AS_INDENT: 'found character that cannot start any token',
  BAD_SCALAR_START: 'found character that cannot start any token',
  BAD_DQ_ESCAPE: 'found unknown escape character',
  MULTILINE_IMPLICIT_KEY: "could not find expected ':'",
}

function inWordsOfYamlV2(error, text) {
  const line = error.linePos?.[0].line ?? 1
  const source = text.split('\n')[line - 1] ?? ''
  if (/^\s*\t/.test(source)) return `yaml: line ${line}: found character that cannot start any token`
  if (/Nested mappings/.test(error.message)) return `yaml: line ${line}: ${SCANNER.BLOCK_AS_IMPLICIT_KEY}`
  if (error.code in SCANNER) return `yaml: line ${line}: ${SCANNER[error.code]}`
  if (/Missing closing ["']/.test(error.message)) return `yaml: line ${line}: found unexpected end of stream`
  if (/Flow sequence/.test(error.message)) return `yaml: line ${line}: did not find expected ',' or ']'`
  if (/Flow map/.test(error.message)) return `yaml: line ${line}: did not find expected ',' or '}'`
  return line > 1 ? `yaml: line ${line - 1}: did not find expected key` : 'yaml: did not find expected key'
}

/** One document as plain data with the lines of its nodes; throws an Error worded like yaml.v2. */
export function parseYaml(text) {
  const { parseDocument, LineCounter } = loadYaml()
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, uniqueKeys: false })
  if (document.errors.length > 0) throw new Error(inWordsOfYamlV2(document.errors[0], text))
  const lineOf = (path) => {
    const node = document.getIn(path, true)
    return node?.range ? lineCounter.linePos(node.range[0]).line : 1
  }
  return { value: document.toJS() ?? {}, lineOf }
}

/** All objects of a multi-document manifest; a List is taken apart. */
export function parseManifest(text) {
  const { parseAllDocuments } = loadYaml()
  const documents = parseAllDocuments(text)
  const broken = documents.find?.((document) => document.errors.length > 0)
  if (broken) throw new Error(`error converting YAML to JSON: ${inWordsOfYamlV2(broken.errors[0], text)}`)
  return [...documents]
    .map((document) => document.toJS())
    .filter((object) => object)
    .flatMap((object) => (object.kind === 'List' ? (object.items ?? []) : [object]))
}

export const printYaml = (objects) => objects.map((object) => loadYaml().stringify(object)).join('---\n')
