// What the official binary does by itself: loads the app folder given on the command line. The registry's Electron lacks it.
const { app } = require('electron')
const { existsSync, readFileSync } = require('node:fs')
const Module = require('node:module')
const { join, resolve } = require('node:path')

const args = process.argv.slice(1)
const preloads = []
let folder
for (let at = 0; at < args.length; at += 1) {
  const arg = args[at]
  if (arg === '--version' || arg === '-v') {
    console.log(`v${process.versions.electron}`)
    process.exit(0)
  } else if (arg === '-r' || arg === '--require') {
    at += 1
    preloads.push(resolve(args[at]))
  } else if (arg.startsWith('--app=')) {
    folder = arg.slice('--app='.length)
    break
  } else if (!arg.startsWith('-')) {
    folder = arg
    break
  }
}
if (folder === undefined) {
  console.error('usage: electron [-r module] [flags] <app folder>')
  process.exit(2)
}
Module._preloadModules(preloads)
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
const root = resolve(folder)
const manifest = join(root, 'package.json')
if (existsSync(manifest)) {
  const { name, productName, version, desktopName } = JSON.parse(readFileSync(manifest, 'utf8'))
  if (version) app.setVersion(version)
  app.setName(productName || name || app.getName())
  if (desktopName) app.setDesktopName(desktopName)
  app.setAppPath(root)
}
Module._load(Module._resolveFilename(root, module, true), module, true)
