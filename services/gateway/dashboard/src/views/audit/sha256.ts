// SHA-256 in the reader's own browser, so that they need not believe the server.

/** Hexadecimal; null where the browser has no means (a page over plain HTTP from elsewhere). */
export async function sha256(parts: readonly Uint8Array[]): Promise<string | null> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (subtle === undefined) return null;
  const bytes = new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
