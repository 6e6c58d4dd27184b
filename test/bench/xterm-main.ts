import { app, BrowserWindow } from 'electron'

/** A window as large as Sampan's, with the page that the bench serves. */
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 820, show: true })
  return window.loadURL(process.argv.at(-1) ?? '')
})
