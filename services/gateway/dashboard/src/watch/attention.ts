// Whether somebody may be looking at the page. A browser opens few connections to
// one site over HTTP/1.1, and tabs that nobody sees would hold all of them.
import { Signal } from '../signal';

/** A glance at another tab ends nothing. */
export const hiddenMaxMs = 10_000;

/** False once the page was hidden for so long, true again when it is shown. */
export const attention = new Signal(true);

export function followAttention(
  page: Pick<Document, 'visibilityState' | 'addEventListener'>,
): void {
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(leaving);
    if (page.visibilityState === 'hidden') {
      leaving = setTimeout(() => {
        attention.value = false;
      }, hiddenMaxMs);
    } else if (!attention.value) {
      attention.value = true;
    }
  };
  page.addEventListener('visibilitychange', look);
  look();
}
