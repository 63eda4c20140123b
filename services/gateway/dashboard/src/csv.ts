// Tables as csv that spreadsheets open: RFC 4180, UTF-8 with a byte order mark.

/** Text that a spreadsheet would take for a formula is told to be text. */
function cell(value: string): string {
  const safe = /^[=@\t\r]/.test(value) || /^[+-](?!\d)/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/** Hands a file to the reader of the page. */
export function download(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

export function downloadCsv(name: string, rows: readonly (readonly string[])[]): void {
  download(`${name}.csv`, csv(rows), 'text/csv;charset=utf-8');
}
