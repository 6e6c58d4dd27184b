/** The page's own background in each scheme: of the theme, and of the window before the page has painted anything. */
export const pageColors = { light: '#ffffff', dark: '#1b232b' } as const
