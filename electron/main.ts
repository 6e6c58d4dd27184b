import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme } from 'electron'
import entrypoint from '../resources/node/entrypoint.sh?raw'
import { appOrigin, registerAppScheme, serveApp } from './app/app-protocol.ts'
import { WindowClosing } from './app/close-window.ts'
import { CommandChannel } from './app/command-channel.ts'
import { denyNavigation, denyPermissions } from './app/guards.ts'
import { keepKubeconfigs } from './app/kubeconfig-keeper.ts'
import { languageOf } from './app/language.ts'
import { LogProcess } from './app/log-process.ts'
import { setMenu } from './app/menu.ts'
import { finishBeforeQuit } from './app/quit.ts'
import { createShell } from './app/shell.ts'
import { AppTray } from './app/tray.ts'
import { isTrustedSender } from './app/trusted-sender.ts'
import { createWindow, rememberPlace, showOr } from './app/window.ts'
import { Claims } from './cluster/change/claims.ts'
import { Operations } from './cluster/change/operations.ts'
import { type ClusterEngine, openClusterEngine } from './cluster/cluster-engine.ts'
import { LiveClusters } from './cluster/read/live-clusters.ts'
import type { ContainerRuntime } from './docker/container-runtime.ts'
import { EngineConnection } from './docker/engine-connection.ts'
import { localHost } from './host/local-host.ts'
import { bindIpc } from './ipc/electron.ts'
import { createHandlers } from './ipc/handlers.ts'
import { RunningRequests } from './ipc/running-requests.ts'
import { Kubeconfigs } from './kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs, privateFolder } from './kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from './kubeconfig/user-kubeconfig.ts'
import { connectKubeApi } from './kubernetes/kube-client.ts'
import { PreferencesStore } from './settings/preferences-store.ts'
import { toolsOf } from './tools/open-tool.ts'
import { thisMachine } from './tools/tool-place.ts'

// Before the app is ready: one instance, and a scheme for its own page.
if (!app.requestSingleInstanceLock()) app.exit(0)
registerAppScheme()
denyNavigation()
void app.whenReady().then(start)

const icon = join(__dirname, '..', 'resources', 'icons', 'sampan-512.png')

async function start(): Promise<void> {
  const preferences = await PreferencesStore.open(join(app.getPath('userData'), 'preferences.json'))
  nativeTheme.themeSource = preferences.get().theme
  denyPermissions()
  serveApp(join(__dirname, 'renderer'))

  // The engine: nothing in here waits for Docker before the window shows.
  const ending = new AbortController()
  const place = { env: process.env, home: homedir(), platform: process.platform }
  const claims = new Claims()
  const operations = new Operations()
  const connection = new EngineConnection(place)
  const logProcess = new LogProcess(join(__dirname, 'logs.cjs'), connection)
  const live = new LiveClusters({ source: connection, operations, makeEngine: engineWith(claims) })

  const kubeconfigs = new Kubeconfigs({
    user: new UserKubeconfig(place),
    own: new PrivateKubeconfigs(privateFolder(place)),
  })

  // The window's two doors into it.
  const commands = new CommandChannel()
  const running = new RunningRequests()
  const shell = createShell()
  const handlers = createHandlers({
    running,
    live,
    operations,
    preferences,
    commands,
    shell,
    kubeconfigs,
    tools: toolsOf(thisMachine(place)),
    engines: {
      list: () => connection.engines(ending.signal),
      select: async (address) => {
        await preferences.set({ engine: address })
        await connection.select(address)
      },
    },
  })
  bindIpc(handlers.requests, handlers.streams, {
    running,
    isTrusted: (frame) => isTrustedSender(frame, appOrigin),
    views: { 'logs.view': (query, port) => logProcess.open(query, port) },
  })

  // What one sees.
  const language = () => languageOf(preferences.get())
  const closing = new WindowClosing({ operations, hasTray: () => tray.isThere, language })
  const openWindow = () => {
    commands.windowOpens()
    closing.guard(createWindow({ preferences, address: `${appOrigin}/`, icon }))
  }
  const showWindow = () => showOr(openWindow)
  // On macOS the menu is there without a window: the command then waits for the one that is made.
  const menuCommands: Pick<CommandChannel, 'send'> = {
    send: (command) => {
      showWindow()
      commands.send(command)
    },
  }
  setMenu(language(), menuCommands)
  openWindow()
  app.on('second-instance', showWindow)
  app.on('activate', showWindow)
  const { requests } = handlers
  const tray = new AppTray({ icon, requests, commands, copyText: shell.copyText, language, showWindow })
  const showClusters = () => tray.update(live.snapshot().clusters)
  preferences.onChange(({ theme }) => {
    nativeTheme.themeSource = theme
    setMenu(language(), menuCommands)
    showClusters()
  })

  // From here on it lives by itself.
  void connection.connect(preferences.get().engine)
  void untilEnded(live.run(ending.signal))
  void untilEnded(logProcess.run(ending.signal))
  void untilEnded(follow(live.watch(ending.signal), showClusters))
  void untilEnded(keepKubeconfigs(live.watch(ending.signal), { engine: () => live.engine(), kubeconfigs }))
  finishBeforeQuit(app, async () => {
    await Promise.all(BrowserWindow.getAllWindows().map((window) => rememberPlace(window, preferences)))
    await operations.cancelAll()
    ending.abort(new DOMException('Sampan ends', 'AbortError'))
    logProcess.close()
    connection.close()
    await preferences.close()
  })

  async function untilEnded(work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      if (!ending.signal.aborted) throw error
    }
  }
}

function engineWith(claims: Claims): (runtime: ContainerRuntime) => ClusterEngine {
  const parts = { claims, connectApi: connectKubeApi, host: localHost(), entrypoint }
  return (runtime) => openClusterEngine({ ...parts, runtime, defaultImage: process.env.SAMPAN_K3S_IMAGE })
}

async function follow<T>(values: AsyncIterable<T>, look: () => void): Promise<void> {
  for await (const _ of values) look()
}
