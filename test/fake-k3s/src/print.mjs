// How the tools of a node print.
export function fail(message, code = 1) {
  console.error(message)
  process.exit(code)
}

/** Columns as kubectl and crictl lay them out: padded, three spaces apart. */
export function printRows(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => String(cell).padEnd(widths[column]))
        .join('   ')
        .trimEnd(),
    )
}
