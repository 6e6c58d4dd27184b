import { describe, expect, it } from 'vitest'
import { levelNumber, levelOfBytes, levels } from '../../../electron/logs/line-level.ts'
import { flag } from '../../../electron/logs/line-store.ts'
import { LogEntries } from '../../../electron/logs/log-entries.ts'

/** Each line's level, with `+` before it where the line belongs to the one before. */
function told(text: string): string[] {
  const entries = new LogEntries()
  return text.split('\n').map((line) => {
    const bytes = Buffer.from(line)
    const flags = entries.flagsOf(0, bytes, 0, bytes.length, levelOfBytes(bytes, 0, bytes.length))
    return `${flags & flag.continuation ? '+' : ''}${levels[flags & flag.level] ?? 'none'}`
  })
}
const entry = (level: string, following: number) => [level, ...Array.from({ length: following }, () => `+${level}`)]

describe('a stack trace', () => {
  it.each([
    [
      'Go, logged',
      `time="2026-11-27T10:00:01Z" level=error msg="request failed" error="boom"
goroutine 42 [running]:
example.net/app.(*Server).Serve(0xc000123456, 0x1)
	/src/app/server.go:88 +0x1d
net/http.HandlerFunc.ServeHTTP(...)
	/usr/local/go/src/net/http/server.go:2136
created by net/http.(*Server).Serve in goroutine 1
	/usr/local/go/src/net/http/server.go:3086 +0x5cb
time="2026-11-27T10:00:03Z" level=info msg="after"`,
      [...entry('error', 7), 'info'],
    ],
    [
      'Go, bare',
      `starting
panic: runtime error: index out of range [3] with length 3 [recovered]
	panic: runtime error: index out of range [3] with length 3
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a2b]

goroutine 1 [running]:
main.main()
	/src/app/main.go:12 +0x42
exit status 2
starting again`,
      ['none', ...entry('error', 7), 'none'],
    ],
    [
      'Go, out of memory',
      `fatal error: runtime: out of memory

runtime stack:
runtime.throw({0x1, 0x2})
	/usr/local/go/src/runtime/panic.go:1077 +0x5c
rax    0x0`,
      entry('error', 5),
    ],
    [
      'Python, bare, with another behind it',
      `Traceback (most recent call last):
  File "/app/main.py", line 10, in <module>
    run()
ValueError: not a number

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/main.py", line 12, in <module>
KeyboardInterrupt
listening on 80`,
      [...entry('error', 9), 'none'],
    ],
    [
      'Python, two of them',
      `Traceback (most recent call last):
  File "a.py", line 1, in <module>
ZeroDivisionError: division by zero
Traceback (most recent call last):
  File "a.py", line 1, in <module>
ZeroDivisionError: division by zero`,
      [...entry('error', 2), ...entry('error', 2)],
    ],
    [
      'Python, logged as a warning',
      `WARNING:root:it goes on
Traceback (most recent call last):
  File "a.py", line 1, in <module>
ZeroDivisionError: division by zero
INFO:root:going on`,
      [...entry('warn', 3), 'info'],
    ],
    [
      'Java, logged',
      `2026-11-27 10:00:00,123 ERROR [main] n.e.App - request failed
java.lang.IllegalStateException: outer
	at net.example.Main.run(Main.java:14)
Caused by: java.io.IOException: inner
	... 12 more
	Suppressed: java.lang.Exception: also
2026-11-27 10:00:01,123 INFO [main] n.e.App - next`,
      [...entry('error', 5), 'info'],
    ],
    [
      'Java, bare, behind a line that only informs',
      `10:00:00.123 [main] INFO  n.e.App - ready
Exception in thread "main" java.lang.IllegalStateException: outer
	at net.example.Main.run(Main.java:14)`,
      ['info', ...entry('error', 1)],
    ],
    [
      'Rust',
      `thread 'main' panicked at src/main.rs:2:5:
index out of bounds: the len is 3 but the index is 7
stack backtrace:
   0: rust_begin_unwind
             at /rustc/x/library/std/src/panicking.rs:645:5
note: run with \`RUST_BACKTRACE=full\` for a verbose backtrace
ready`,
      [...entry('error', 5), 'none'],
    ],
    [
      'Node',
      `TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string
    at open (node:internal/fs:10:5) {
  code: 'ERR_INVALID_ARG_TYPE'
}
listening`,
      [...entry('error', 3), 'none'],
    ],
    [
      '.NET',
      `Unhandled exception. System.InvalidOperationException: no
 ---> System.IO.IOException: inner
   at Program.Main()
   --- End of inner exception stack trace ---
info: Microsoft.Hosting.Lifetime[14]
      Now listening on: http://[::]:80`,
      [...entry('error', 3), ...entry('info', 1)],
    ],
    [
      'PHP',
      `PHP Fatal error:  Uncaught Exception: no in /x.php:3
Stack trace:
#0 /x.php(3): foo()
#1 {main}
  thrown in /x.php on line 3`,
      entry('error', 4),
    ],
    ['Ruby', "x.rb:1:in `foo': no (RuntimeError)\n\tfrom x.rb:3:in `<main>'", entry('error', 1)],
    ['Elixir', '** (RuntimeError) no\n    (app 0.1.0) lib/app.ex:3: App.run/0', entry('error', 1)],
  ])('stays with its entry: %s', (_, text, expected) => {
    expect(told(text)).toEqual(expected)
  })

  it('is not what stands behind a line without a level, nor what another source says', () => {
    expect(told('ready\n  indented\nmain.go is read')).toEqual(['none', 'none', 'none'])
    const entries = new LogEntries()
    const [head, frame] = [Buffer.from('panic: no'), Buffer.from('\t/x.go:1')]
    expect([
      entries.flagsOf(0, head, 0, head.length, 0),
      entries.flagsOf(1, frame, 0, frame.length, 0),
      entries.flagsOf(0, frame, 0, frame.length, 0),
    ]).toEqual([levelNumber('error'), 0, levelNumber('error') | flag.continuation])
  })
})
