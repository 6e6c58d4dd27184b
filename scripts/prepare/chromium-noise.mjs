/**
 * What Chromium says on machines without a session bus or a graphics card, where it goes on without either. Anything else it says, and
 * whatever is FATAL, is shown.
 */
const harmless = [
  /(?:^|\/)bus\.cc\b.*Failed to connect to the bus/,
  /(?:^|\/)object_proxy\.cc\b.*Failed to call method: org\.freedesktop\./,
  /(?:^|\/)viz_main_impl\.cc\b.*Exiting GPU process due to errors during initialization/,
  /(?:^|\/)(?:gl_display|gl_factory|gl_initializer_\w+|egl_util|angle_platform_impl|gl_ozone_\w+|vaapi_wrapper|vulkan_\w+|viz_main_impl)\.cc\b.*(?:GL|EGL|ANGLE|Vulkan|vaInitialize|libva)/,
]

/** Whether a line of stderr is known to mean nothing. @param {string} line */
export function isNoise(line) {
  const [, source] = /^\[\d+:\d{4}\/[\d.]+:(?:ERROR|WARNING):(.*)$/.exec(line) ?? []
  return source !== undefined && harmless.some((pattern) => pattern.test(source))
}

/** Hands on what a program says, line by line, without the noise. @param {NodeJS.ReadableStream} from @param {NodeJS.WritableStream} to */
export function withoutNoise(from, to) {
  let rest = ''
  const pass = (/** @type {string} */ line) => isNoise(line) || to.write(`${line}\n`)
  from.setEncoding('utf8')
  from.on('data', (text) => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) pass(line)
  })
  from.once('end', () => rest !== '' && pass(rest))
}
