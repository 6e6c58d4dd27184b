import { basename } from 'node:path'
import { findExecutable, firstThere, type ToolPlace } from './tool-place.ts'

export interface Terminal {
  readonly name: string
  readonly path: string
  /** What stands before the command that it is to run, as separate arguments. */
  readonly runFlag: readonly string[]
}

/** How each wants to be told what to run. Debian's policy gives `x-terminal-emulator` xterm's `-e`, with the rest as the command. */
const linuxTerminals: readonly {
  readonly executable: string
  readonly name: string
  readonly runFlag: readonly string[]
}[] = [
  { executable: 'x-terminal-emulator', name: 'Terminal', runFlag: ['-e'] },
  { executable: 'gnome-terminal', name: 'GNOME Terminal', runFlag: ['--'] },
  { executable: 'ptyxis', name: 'Ptyxis', runFlag: ['--new-window', '--'] },
  { executable: 'kgx', name: 'GNOME Console', runFlag: ['--'] },
  { executable: 'konsole', name: 'Konsole', runFlag: ['-e'] },
  { executable: 'xfce4-terminal', name: 'Xfce Terminal', runFlag: ['-x'] },
  { executable: 'mate-terminal', name: 'MATE Terminal', runFlag: ['-x'] },
  { executable: 'tilix', name: 'Tilix', runFlag: ['-e'] },
  { executable: 'ghostty', name: 'Ghostty', runFlag: ['-e'] },
  { executable: 'kitty', name: 'kitty', runFlag: [] },
  { executable: 'alacritty', name: 'Alacritty', runFlag: ['-e'] },
  { executable: 'wezterm', name: 'WezTerm', runFlag: ['start', '--'] },
  { executable: 'foot', name: 'foot', runFlag: [] },
  { executable: 'xterm', name: 'xterm', runFlag: ['-e'] },
]

/** The user's own choice ($TERMINAL) if it is a known one, else the system's, else the first known one that is there. */
export async function findTerminal(place: ToolPlace): Promise<Terminal | undefined> {
  switch (place.platform) {
    case 'darwin': {
      const path = await firstThere(place, ['/Applications/iTerm.app', '/System/Applications/Utilities/Terminal.app'])
      return path === undefined ? undefined : { name: basename(path, '.app'), path, runFlag: [] }
    }
    case 'win32': {
      const path = await findExecutable(place, ['pwsh.exe', 'powershell.exe'])
      return path === undefined ? undefined : { name: 'PowerShell', path, runFlag: [] }
    }
    default: {
      const chosen = place.env.TERMINAL
      const byChoice = linuxTerminals.filter(
        ({ executable }) => chosen !== undefined && basename(chosen) === executable,
      )
      for (const { executable, name, runFlag } of [...byChoice, ...linuxTerminals]) {
        const path = await findExecutable(place, [executable])
        if (path !== undefined) return { name, path, runFlag }
      }
      return undefined
    }
  }
}
