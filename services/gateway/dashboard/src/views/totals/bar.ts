import { h } from '../../dom';
import { geometry } from '../../money';

export interface Segment {
  readonly fen: bigint;
  readonly kind: string;
}

/** A bar beside a figure that says the same: not for screen readers. */
export function bar(segments: readonly Segment[], longest: bigint): HTMLElement {
  const whole = geometry(longest);
  return h(
    'span',
    { class: 'bar', 'aria-hidden': 'true' },
    segments.map(({ fen, kind }) => {
      const segment = h('span', { class: `bar-segment bar-${kind}` });
      const part = whole > 0 && fen > 0n ? (geometry(fen) / whole) * 100 : 0;
      segment.style.width = `${part.toFixed(3)}%`;
      return segment;
    }),
  );
}

export const longest = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((most, one) => (one > most ? one : most), 0n);
