// Loaded before a program: kills it with SIGKILL just before its n-th asynchronous call of the file system below a folder.
const promises = require('node:fs/promises')

const at = Number(process.env.KILL_BEFORE_CALL)
const folder = process.env.KILL_PATH
let calls = 0

function counted(target, name, isOurs) {
  const original = target[name]
  if (typeof original !== 'function') return
  target[name] = function (...args) {
    if (isOurs(args)) {
      calls += 1
      if (calls === at) process.kill(process.pid, 'SIGKILL')
    }
    return original.apply(this, args)
  }
}

const isBelow = (args) => args.some((arg) => typeof arg === 'string' && arg.startsWith(folder))
for (const name of Object.keys(promises)) if (name !== 'open') counted(promises, name, isBelow)

// What is done through an open file: write, chmod, sync, close.
const open = promises.open
promises.open = async (...args) => {
  if (isBelow(args)) {
    calls += 1
    if (calls === at) process.kill(process.pid, 'SIGKILL')
  }
  const file = await open(...args)
  if (isBelow(args))
    for (const name of ['writeFile', 'chmod', 'chown', 'sync', 'close']) counted(file, name, () => true)
  return file
}
require('node:module').syncBuiltinESMExports()
