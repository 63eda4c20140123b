// SHA-256 in the reader's own browser, so that they need not believe the server.

/** Null where the browser has no means: a page over plain HTTP from elsewhere. */
export async function digestOf(content: Blob): Promise<Uint8Array | null> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (subtle === undefined) return null;
  return new Uint8Array(await subtle.digest('SHA-256', await content.arrayBuffer()));
}

export const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Hexadecimal; null as digestOf. */
export async function sha256(parts: readonly Uint8Array[]): Promise<string | null> {
  const digest = await digestOf(new Blob(parts as Uint8Array<ArrayBuffer>[]));
  return digest === null ? null : hex(digest);
}
