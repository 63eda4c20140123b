// One browser, one session: what happens to it in one tab is noticed in all others.
import { changedElsewhere, changedHere, checkSession, session } from './session';

const channelName = 'yuheng.session';
/** Behind the end by the gateway's clock, which ours may differ from. */
const endSlackMs = 2_000;
/** What setTimeout takes. */
const timerMaxMs = 2 ** 31 - 1;

/** Whoever can't be asked is asked again at the next occasion. */
const check = () => void checkSession().catch(() => undefined);

export function followSession(): void {
  const channel = new BroadcastChannel(channelName);
  changedHere.listen((subject) => channel.postMessage(subject));
  channel.addEventListener('message', ({ data }) => {
    void changedElsewhere(String(data)).catch(() => undefined);
  });
  const looked = () => {
    if (document.visibilityState === 'visible' && session.value.signedIn) check();
  };
  document.addEventListener('visibilitychange', looked);
  window.addEventListener('focus', looked);
  let ending: ReturnType<typeof setTimeout> | undefined;
  session.follow(({ signedIn, expiresAt }) => {
    clearTimeout(ending);
    const leftMs = Date.parse(expiresAt) - Date.now() + endSlackMs;
    if (signedIn && leftMs <= timerMaxMs) ending = setTimeout(check, Math.max(leftMs, 0));
  });
}
