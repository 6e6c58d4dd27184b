// What follows runs in the page, and knows nothing outside itself.

/** In how many lines the tabs of the page stand. */
export function tabLines(): number {
  const tabs = document.querySelector('main [role=tablist]')?.querySelectorAll('[role=tab]') ?? []
  return new Set([...tabs].map((tab) => tab.getBoundingClientRect().top)).size
}

/** Addresses, and names of nodes, that go on in the next line, as if they were two. */
export function brokenAddresses(): string[] {
  const range = document.createRange()
  return [...document.querySelectorAll('main dd *, main td:first-child *')].flatMap((element) => {
    const words = element.childElementCount === 0 ? (element.textContent ?? '') : ''
    if (!/^(https?:\/\/[\d.]+:\d+|sampan-[\w-]+-\d+)$/.test(words)) return []
    range.selectNodeContents(element)
    return range.getClientRects().length > 1 ? [words] : []
  })
}

/** What shows through the foot of a form, wherever the form is scrolled to. */
export function overFoot(): string[] {
  const panel = [...document.querySelectorAll('main [role=tabpanel]')].find(({ clientHeight }) => clientHeight > 0)
  const foot = [...(panel?.querySelectorAll('div') ?? [])].find((each) => getComputedStyle(each).position === 'sticky')
  if (!panel || !foot) return ['There is no foot.']
  const found = new Set<string>()
  for (let top = 0; top < panel.scrollHeight; top += 12) {
    panel.scrollTop = top
    const { left, right, top: upper, height } = foot.getBoundingClientRect()
    for (let x = left + 4; x < right; x += 8) {
      const over = document.elementFromPoint(x, upper + height / 2)
      if (over && !foot.contains(over)) found.add(over.outerHTML.slice(0, 80))
    }
  }
  panel.scrollTop = 0
  return [...found]
}

/** What scrolls sideways and should not: everything but code, logs and tables in their own frame. */
export function tooWide(): string[] {
  return [...document.querySelectorAll('*')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .filter(
      (element) => element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX),
    )
    .filter((element) => !element.matches('textarea, [role=log], [role=grid], [role=group]:has(pre), pre'))
    .map((element) => `${element.outerHTML.slice(0, 120)} ${element.scrollWidth} > ${element.clientWidth}`)
}
