import { app, BrowserWindow } from 'electron'

/** A window as large as Sampan's with nothing but a button: what every app of Electron pays for. */
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 820, show: false })
  window.once('ready-to-show', () => window.show())
  return window.loadURL('data:text/html,<button>New cluster</button>')
})
