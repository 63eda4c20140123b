// A panel: a title, how fresh it is, what can be done with it, its content.
import { Code } from '@connectrpc/connect';
import { type Child, h, replace, uniqueId } from './dom';
import { say } from './language';
import type { Lifetime } from './lifetime';
import type { PanelStatus } from './panel_status';
import type { Signal } from './signal';
import { signInNote } from './sign_in';
import { type Failure, failureOf, failureText, wantsSignIn } from './transport/failure';
import { backoffMs } from './watch/watcher';

export interface Panel {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  readonly actions: HTMLElement;
  /** `retry` tries again at once, also where nobody else would. */
  show(status: PanelStatus, retry: () => void): void;
  /** For what was asked once, not watched. */
  showLoading(): void;
  showLoaded(revision?: bigint): void;
  showFailure(failure: Failure, retry?: () => void): void;
}

function badge(kind: string, ...text: readonly Child[]): HTMLElement {
  return h('span', { class: `badge badge-${kind}` }, ...text);
}

/** Paper has what it was at, not that it goes on. */
function liveBadge(revision: bigint): HTMLElement {
  const [live, still] =
    revision === 0n
      ? [say('panel.live'), say('panel.ready')]
      : [say('panel.live_at', { revision }), say('common.revision', { revision })];
  return badge(
    'live',
    h('span', { class: 'on-screen' }, live),
    h('span', { class: 'on-paper' }, still),
  );
}

function statusBadge(status: PanelStatus): HTMLElement {
  switch (status.kind) {
    case 'loading':
      return badge('loading', say('panel.loading'));
    case 'live':
      return liveBadge(status.revision ?? 0n);
    case 'stale':
      return badge(
        'stale',
        say('panel.stale', {
          seconds: Math.max(1, Math.round((Date.now() - status.heardMs) / 1000)),
        }),
      );
    case 'error':
      return badge('error', say('panel.error'));
  }
}

/** Where figures will be. */
export const waiting = (): HTMLElement => h('p', { class: 'waiting', 'aria-hidden': 'true' });

/** With what helps: to sign in, or to try again. */
export function failureNote(failure: Failure, retry?: () => void): HTMLElement {
  if (wantsSignIn(failure)) return signInNote();
  return h(
    'div',
    { class: 'failure', role: 'alert' },
    h('p', {}, failureText(failure)),
    retry && h('button', { type: 'button', onclick: retry }, say('action.retry')),
  );
}

export function panel(
  title: string,
  options: { class?: string; actions?: Child; level?: 'h2' | 'h3' } = {},
): Panel {
  const id = uniqueId('panel');
  const freshness = h('span', { class: 'freshness' });
  const body = h('div', { class: 'panel-body' });
  const actions = h('div', { class: 'panel-actions' }, options.actions);
  const trouble = h('div', {});
  const element = h(
    'section',
    { class: `panel ${options.class ?? ''}`, 'aria-labelledby': id },
    h(
      'header',
      { class: 'panel-head' },
      h(options.level ?? 'h2', { id }, title),
      freshness,
      actions,
    ),
    trouble,
    body,
  );
  const set = (kind: string, shown: HTMLElement) => {
    element.dataset['status'] = kind;
    replace(freshness, shown);
    if (kind !== 'error') replace(trouble);
  };
  const shown: Panel = {
    element,
    body,
    actions,
    show(status, retry) {
      set(status.kind, statusBadge(status));
      if (status.kind === 'error') replace(trouble, failureNote(status.failure, retry));
    },
    showLoading() {
      set('loading', badge('loading', say('panel.loading')));
    },
    showLoaded(revision) {
      set(
        'loaded',
        badge(
          'loaded',
          revision === undefined || revision === 0n
            ? say('panel.ready')
            : say('panel.loaded_at', { revision }),
        ),
      );
    },
    showFailure(failure, retry) {
      set('error', badge('error', say('panel.error')));
      replace(trouble, failureNote(failure, retry));
    },
  };
  shown.showLoading();
  return shown;
}

/** Says on panels how fresh what they show is, as long as it is watched. */
export function followStatus(
  life: Lifetime,
  watched: { readonly status: Signal<PanelStatus>; retry(): void },
  ...panels: readonly Panel[]
): void {
  life.follow(watched.status, (status) => {
    for (const shown of panels) shown.show(status, () => watched.retry());
  });
}

/** What shows that something is asked for, and how that went. */
export type Asked = Pick<Panel, 'showLoading' | 'showLoaded' | 'showFailure'>;

/** The question that each was asked last. */
const lastQuestions = new WeakMap<Asked, symbol>();

/**
 * Asks and shows the answer. When it fails there is a way to ask again; while the service is
 * away it is asked again without. An answer is not shown when something else was asked since.
 */
export async function loadInto<T>(
  target: Asked,
  life: Lifetime,
  ask: () => Promise<T>,
  show: (answer: T) => bigint | void,
): Promise<void> {
  const question = Symbol();
  lastQuestions.set(target, question);
  const outdated = () => life.signal.aborted || lastQuestions.get(target) !== question;
  const attempt = async (failures: number): Promise<void> => {
    try {
      const answer = await ask();
      if (outdated()) return;
      target.showLoaded(show(answer) ?? undefined);
    } catch (thrown) {
      if (outdated()) return;
      const failure = failureOf(thrown);
      const away = failure.code === Code.Unavailable;
      // That it is away is told once.
      if (failures === 0 || !away)
        target.showFailure(failure, () => void loadInto(target, life, ask, show));
      if (!away) return;
      const again = () => void (outdated() || attempt(failures + 1));
      setTimeout(again, backoffMs(failures + 1, failure.retryAfterMs, Math.random));
    }
  };
  target.showLoading();
  await attempt(0);
}

/** Does something once, its button disabled meanwhile; says in `note` why it failed. */
export async function act(
  button: HTMLButtonElement,
  note: Element,
  work: () => Promise<void>,
): Promise<void> {
  button.disabled = true;
  replace(note);
  try {
    await work();
  } catch (thrown) {
    // Several buttons may tell their failures in one place.
    const what = h('strong', {}, button.textContent);
    replace(note, what, failureNote(failureOf(thrown)));
  } finally {
    button.disabled = false;
  }
}
