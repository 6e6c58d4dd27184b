import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import type { ShellFrame, ShellTarget } from '#shared/access.ts'
import { type ClusterRef, refOf } from '#shared/cluster.ts'
import { request } from '../../api/client.ts'
import { openShell } from '../../api/shell-session.ts'
import { styleNonce } from '../../ui/style-nonce.ts'
import { takeStylesAsProperties, withNoncedStyles } from './terminal-document.ts'
import { isForWindow, terminalKey } from './terminal-keys.ts'
import { schemeAttribute, terminalTheme } from './terminal-theme.ts'

interface Options {
  readonly cluster: ClusterRef
  readonly target: ShellTarget
  readonly isMac: boolean
  /** What a screen reader calls it. */
  readonly label: string
  /** It can be seen, and so has a size. */
  readonly isShown: boolean
  readonly onFrame: (frame: Exclude<ShellFrame, { kind: 'output' }>) => void
  readonly onLeave: () => void
}

/** xterm.js in an element, joined with a shell for as long as the element is there. */
export function useTerminal(place: RefObject<HTMLDivElement | null>, options: Options): void {
  const { cluster, target, isMac, label, isShown } = options
  const parts = useRef<{ terminal: Terminal; fit: FitAddon } | undefined>(undefined)
  const tell = useEffectEvent(options.onFrame)
  const leave = useEffectEvent(options.onLeave)
  const first = useRef({ cluster, target, isMac, label })

  useEffect(() => {
    const element = place.current
    if (!element) return
    const { cluster: itsCluster, target: itsTarget, isMac: isOnMac, label: itsLabel } = first.current
    const { terminal, fit } = openTerminal(element, itsLabel)
    parts.current = { terminal, fit }
    const encoder = new TextEncoder()
    const { cols: columns, rows } = terminal
    const query = { cluster: refOf(itsCluster), target: itsTarget, size: { columns, rows } }
    const session = openShell(query, (frame) => {
      if (frame.kind === 'output') {
        const { length } = frame.data
        terminal.write(frame.data, () => session.shown(length))
        return
      }
      if (frame.kind !== 'opened') terminal.options = { disableStdin: true, cursorBlink: false }
      tell(frame)
    })
    terminal.onData((data) => session.type(encoder.encode(data)))
    // Reports of the mouse in its old encoding: bytes, not text.
    terminal.onBinary((data) => session.type(Uint8Array.from(data, (character) => character.charCodeAt(0))))
    terminal.onResize(({ cols, rows: height }) => session.resize({ columns: cols, rows: height }))
    terminal.attachCustomKeyEventHandler((event) => {
      const key = terminalKey(event, isOnMac)
      if (key === undefined) return true
      if (event.type !== 'keydown') return false
      if (key === 'leave') leave()
      if (key === 'copy' && terminal.hasSelection()) void request('app.copyText', { text: terminal.getSelection() })
      // Pasting is what the browser does with these keys.
      if (key !== 'paste') event.preventDefault()
      return false
    })
    const keep = (event: KeyboardEvent) => {
      if (!isForWindow(event, isOnMac)) event.stopPropagation()
    }
    element.addEventListener('keydown', keep)
    const resized = new ResizeObserver(() => {
      if (element.clientHeight > 0) fit.fit()
    })
    resized.observe(element)
    return () => {
      resized.disconnect()
      element.removeEventListener('keydown', keep)
      session.close()
      terminal.dispose()
      parts.current = undefined
    }
  }, [place])

  useEffect(() => {
    const page = document.documentElement
    // The page has its new colors when it says so, which is after this window was rendered for them.
    const followed = new MutationObserver(() => {
      const element = place.current
      if (element && parts.current) parts.current.terminal.options.theme = terminalTheme(element)
    })
    followed.observe(page, { attributeFilter: [schemeAttribute] })
    return () => followed.disconnect()
  }, [place])

  useEffect(() => {
    if (!isShown || !parts.current) return
    parts.current.fit.fit()
    parts.current.terminal.focus()
  }, [isShown])
}

function openTerminal(element: HTMLElement, label: string) {
  takeStylesAsProperties(HTMLSpanElement)
  const style = getComputedStyle(element)
  const terminal = new Terminal({
    fontFamily: style.fontFamily,
    fontSize: 13,
    scrollback: 10_000,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    // Keeps colors readable that a program chose for another background.
    minimumContrastRatio: 4.5,
    macOptionClickForcesSelection: true,
    rightClickSelectsWord: true,
    // A program in the shell must not open pages here.
    linkHandler: { activate: () => undefined },
    theme: terminalTheme(element),
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  withNoncedStyles(styleNonce(), () => terminal.open(element))
  terminal.textarea?.setAttribute('aria-label', label)
  fit.fit()
  return { terminal, fit }
}
