/**
 * The document as xterm.js is given it. The page's policy allows a style tag only with its nonce, which xterm.js knows nothing of.
 */
export function terminalDocument(nonce: string): Document {
  const createElement = (name: string) => {
    const element = document.createElement(name)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
  return new Proxy(document, {
    get: (target, key) => {
      if (key === 'createElement') return createElement
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/**
 * Does what makes style tags from the page's own document, although another one was given: xterm.js 6.0.0 has an operator too few there
 * (`this._document ?? typeof window < "u"`), and so its scroll bar's colors were refused.
 */
export function withNoncedStyles(nonce: string, work: () => void): void {
  Object.defineProperty(document, 'createElement', {
    configurable: true,
    value: (name: string, options?: ElementCreationOptions) => {
      const element = Document.prototype.createElement.call(document, name, options)
      if (element instanceof HTMLStyleElement) element.nonce = nonce
      return element
    },
  })
  try {
    work()
  } finally {
    Reflect.deleteProperty(document, 'createElement')
  }
}

/**
 * Lets spans take a style attribute as the property that says the same: the policy allows only the property. xterm.js makes the spans of
 * its rows from the page's own document, and gives them their exact colors by the attribute.
 */
export function takeStylesAsProperties({ prototype }: typeof HTMLSpanElement): void {
  if (Object.hasOwn(prototype, 'setAttribute')) return
  prototype.setAttribute = function setAttribute(this: HTMLSpanElement, name: string, value: string) {
    if (name === 'style') this.style.cssText = value
    else Element.prototype.setAttribute.call(this, name, value)
  }
}
