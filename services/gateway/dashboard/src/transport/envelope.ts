// Envelopes of Connect's streams: one byte of flags, four of length (big
// endian), the message. See https://connectrpc.com/docs/protocol

export const flagCompressed = 0x01;
export const flagEndStream = 0x02;
const headBytes = 5;
/** A longer message is a damaged stream, not a message. */
export const messageBytesMax = 16 * 1024 * 1024;

export interface Envelope {
  readonly flags: number;
  readonly message: Uint8Array;
}

/** The five bytes before a message of this size. */
export function envelopeHead(flags: number, messageBytes: number): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(headBytes);
  head[0] = flags;
  new DataView(head.buffer).setUint32(1, messageBytes);
  return head;
}

/** Cuts bytes that come in any pieces into envelopes. Throws at what is none. */
export class EnvelopeReader {
  private rest = new Uint8Array(0);

  /** The envelopes that are whole with these bytes. */
  take(bytes: Uint8Array): Envelope[] {
    const all = new Uint8Array(this.rest.length + bytes.length);
    all.set(this.rest);
    all.set(bytes, this.rest.length);
    const view = new DataView(all.buffer);
    const whole: Envelope[] = [];
    let at = 0;
    while (all.length - at >= headBytes) {
      const size = view.getUint32(at + 1);
      if (size > messageBytesMax) throw new Error(`a message of ${size} bytes`);
      const flags = all[at]!;
      if ((flags & flagCompressed) !== 0) throw new Error('a compressed message');
      if (all.length - at < headBytes + size) break;
      whole.push({ flags, message: all.slice(at + headBytes, at + headBytes + size) });
      at += headBytes + size;
    }
    this.rest = all.slice(at);
    return whole;
  }

  /** Whether nothing of a message is left over. */
  get empty(): boolean {
    return this.rest.length === 0;
  }
}
