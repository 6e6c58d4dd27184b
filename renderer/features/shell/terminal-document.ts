/**
 * The document as xterm.js is given it. It makes style tags and style attributes, which the page's policy allows only to a tag with its
 * nonce and to a style that is set as a property.
 */
export function terminalDocument(nonce: string): Document {
  const createElement = (name: string) => {
    const element = document.createElement(name)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    else element.setAttribute = setAttribute
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

function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value
  else Element.prototype.setAttribute.call(this, name, value)
}
