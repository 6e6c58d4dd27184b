import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme } from 'electron'
import type { ClusterRef } from '#shared/cluster.ts'
import { Forwards } from './access/forwards.ts'
import { Shells } from './access/shells.ts'
import { Background } from './app/background.ts'
import { WindowClosing } from './app/close-window.ts'
import { CommandChannel } from './app/command-channel.ts'
import { Complaints } from './app/complaints.ts'
import { doorsTo } from './app/doors.ts'
import { keychain } from './app/keychain.ts'
import { keepKubeconfigs } from './app/kubeconfig-keeper.ts'
import { languageOf } from './app/language.ts'
import { LogProcess } from './app/log-process.ts'
import { LogWindows } from './app/log-windows.ts'
import { hiddenArgument, LoginItem } from './app/login-item.ts'
import { setMenu } from './app/menu.ts'
import { finishBeforeQuit } from './app/quit.ts'
import { createShell } from './app/shell.ts'
import { isTrayShown } from './app/tray-presence.ts'
import { createWindow, keepWindowsOnScreen, type Page, rememberPlace, showOr } from './app/window.ts'
import { shellPort } from './app/window-port.ts'
import { untilAborted } from './async/following.ts'
import { Claims } from './cluster/change/claims.ts'
import { Operations } from './cluster/change/operations.ts'
import { LiveClusters } from './cluster/read/live-clusters.ts'
import { EngineConnection } from './docker/engine-connection.ts'
import { engineWith } from './engine-with.ts'
import { ChosenFiles } from './files/chosen-files.ts'
import { ImageLibrary } from './images/library.ts'
import type { Doors } from './ipc/electron.ts'
import { engineOf } from './ipc/engine-of.ts'
import { createHandlers } from './ipc/handlers.ts'
import { RunningRequests } from './ipc/running-requests.ts'
import { defaultRegistriesFile, libraryFolder } from './kubeconfig/data-folder.ts'
import { Kubeconfigs } from './kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs, privateFolder } from './kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from './kubeconfig/user-kubeconfig.ts'
import { DefaultRegistries } from './registry/default-registries.ts'
import type { PreferencesStore } from './settings/preferences-store.ts'
import { engineStarters } from './tools/engine-starters.ts'
import { toolsOf } from './tools/open-tool.ts'
import { thisMachine } from './tools/tool-place.ts'

/** Made earlier in the start: the first window is already opening, unless the app starts in the tray. */
export interface Begun {
  readonly preferences: PreferencesStore
  readonly page: Page
  readonly window: BrowserWindow | undefined
  /** Where the built code lies. */
  readonly buildFolder: string
}

/** Sets the app going; returns what answers its windows. */
export function runApp({ preferences, page, window: first, buildFolder }: Begun): Doors {
  // The engine.
  const ending = new AbortController()
  const place = { env: process.env, home: homedir(), platform: process.platform }
  const machine = thisMachine(place)
  const claims = new Claims()
  const operations = new Operations()
  const connection = new EngineConnection(place)
  const logProcess = new LogProcess(join(buildFolder, 'logs.cjs'), connection)
  const library = new ImageLibrary(libraryFolder(place))
  const live = new LiveClusters({ source: connection, operations, makeEngine: engineWith(claims, library) })

  const forwards = new Forwards()
  const kubeconfigOf = (cluster: ClusterRef, signal: AbortSignal) =>
    engineOf(live, cluster).kubeconfig(cluster.name, signal)
  const shells = new Shells({ docker: connection, live, kubeconfigOf })
  const kubeconfigs = new Kubeconfigs({
    user: new UserKubeconfig(place),
    own: new PrivateKubeconfigs(privateFolder(place)),
  })

  // The window's doors into it.
  const commands = new CommandChannel()
  const logWindows = new LogWindows({ preferences, page })
  const running = new RunningRequests()
  const files = new ChosenFiles()
  const shell = createShell({
    loginItem: new LoginItem({ ...place, execPath: process.execPath }, app),
    complaints: new Complaints().listen(),
    buildFolder,
  })
  const handlers = createHandlers({
    running,
    files,
    library,
    live,
    operations,
    preferences,
    commands: { watch: (signal) => commands.watch(signal), send: (command) => windowCommands.send(command) },
    logWindows,
    shell,
    kubeconfigs,
    tools: toolsOf(machine),
    forwards,
    defaults: new DefaultRegistries(defaultRegistriesFile(place), keychain),
    engines: {
      ...engineStarters(machine),
      list: () => connection.engines(ending.signal),
      select: async (address) => {
        await preferences.set({ engine: address })
        await connection.select(address)
      },
    },
  })
  const doors = doorsTo({
    ...handlers,
    running,
    files,
    views: {
      'logs.view': (query, port) => logProcess.open(query, port),
      'shell.open': (query, port) => shells.open(query, shellPort(port)),
    },
  })

  // Windows, menu, tray.
  const language = () => languageOf(preferences.get())
  const hasTray = () => isTrayShown(process.platform)
  const onKept = () => void background.tellOnceThatItGoesOn()
  const closing = new WindowClosing({ operations, hasTray, preferences, onKept })
  const guard = (window: BrowserWindow) => {
    commands.windowOpens()
    closing.guard(window)
  }
  const openWindow = () =>
    guard(createWindow({ place: preferences.get().window, preferences: async () => preferences, page }))
  const mainWindow = () => BrowserWindow.getAllWindows().find((window) => !logWindows.has(window))
  const showWindow = () => showOr(mainWindow(), openWindow)
  const isLookedAt = () => mainWindow()?.isFocused() ?? false
  // The tray is there without a window, on macOS the menu, too: the command then waits for the one that is made.
  const windowCommands: Pick<CommandChannel, 'send'> = {
    send: (command) => {
      showWindow()
      commands.send(command)
    },
  }
  if (first && !first.isDestroyed()) guard(first)
  setMenu(language(), windowCommands)
  keepWindowsOnScreen()
  // At login somebody may have been quicker.
  app.on('second-instance', (_event, args) => !args.includes(hiddenArgument) && showWindow())
  app.on('activate', showWindow)
  const { requests } = handlers
  const around = {
    icon: page.icon,
    requests,
    live,
    operations,
    commands: windowCommands,
    shell,
    preferences,
    showWindow,
    isLookedAt,
  }
  const background = new Background(around)
  preferences.onChange(({ theme }) => {
    nativeTheme.themeSource = theme
    setMenu(language(), windowCommands)
    background.refresh()
  })

  // From here on it lives by itself.
  void connection.connect(preferences.get().engine)
  void untilAborted(live.run(ending.signal), ending.signal)
  void untilAborted(logProcess.run(ending.signal), ending.signal)
  void untilAborted(background.run(ending.signal), ending.signal)
  void untilAborted(forwards.follow(live.watch(ending.signal)), ending.signal)
  void untilAborted(
    keepKubeconfigs(live.watch(ending.signal), { engine: () => live.engine(), kubeconfigs }),
    ending.signal,
  )
  finishBeforeQuit(app, async () => {
    const window = mainWindow()
    if (window) await rememberPlace(window, async () => preferences)
    await logWindows.rememberAll()
    await Promise.all([operations.cancelAll(), forwards.closeAll(), shells.closeAll()])
    ending.abort(new DOMException('Sampan ends', 'AbortError'))
    logProcess.close()
    connection.close()
    await preferences.close()
  })
  return doors
}
