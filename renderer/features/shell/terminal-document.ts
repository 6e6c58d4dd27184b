/**
 * Does what makes style tags, and gives them the nonce: the page's policy allows no others. xterm.js 6.0.0 makes all of its own in `open`,
 * and its `documentOverride` does not reach the one with the scroll bar's colors.
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
