// Files that the reader of the page keeps.

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function download(name: string, content: BlobPart[], type: string): void {
  const address = URL.createObjectURL(new Blob(content, { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

/** A file that a service sends in pieces; kept when all of it is here. */
export async function downloadPieces(
  name: string,
  pieces: AsyncIterable<{ readonly chunk: Uint8Array }>,
  type: string,
): Promise<void> {
  const content: BlobPart[] = [];
  for await (const { chunk } of pieces) content.push(chunk as Uint8Array<ArrayBuffer>);
  download(name, content, type);
}
