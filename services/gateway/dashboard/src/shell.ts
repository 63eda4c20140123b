// The frame around every view: who reads, how, and the way to the others.
import { actorFieldId } from './actor_missing';
import { button, select } from './controls';
import { ask } from './dialog';
import { type Child, h, replace } from './dom';
import { mayOpen, roleWord } from './doors';
import { language, listed, say } from './language';
import type { MoneyUnit } from './money';
import { failureNote } from './panel';
import { link, route } from './route';
import { session, signOut } from './session';
import { actorName, moneyUnit, type Theme, theme } from './settings';
import { signInButton } from './sign_in';
import { formatMoment } from './time';
import { failureOf } from './transport/failure';
import { uploads } from './transport/uploads';

const entries = ['totals', 'compare', 'progress', 'portal', 'review', 'audit'] as const;

function navigation(): HTMLElement {
  return h(
    'nav',
    { 'aria-label': say('nav.label') },
    h(
      'ul',
      {},
      entries.filter(mayOpen).map((view) => {
        const { year, stage } = route.value.parameters;
        const current = route.value.view === view;
        return h(
          'li',
          {},
          h(
            'a',
            { href: link(view, { year, stage }), 'aria-current': current ? 'page' : undefined },
            say(`nav.${view}`),
          ),
        );
      }),
    ),
  );
}

async function askAndSignOut(): Promise<void> {
  const title = say('session.sign_out');
  const count = uploads.pending;
  if (count > 0) {
    await ask(title, h('p', {}, say('session.sign_out_cuts', { count })), title, signOut);
    return;
  }
  try {
    await signOut();
  } catch (thrown) {
    await ask(title, failureNote(failureOf(thrown)), say('action.retry'), signOut);
  }
}

function who(): Child {
  const { required, signedIn, displayName, subject, roles } = session.value;
  if (!required) {
    return h(
      'label',
      { class: 'field actor', title: say('session.actor_hint') },
      h('span', {}, say('session.actor')),
      h('input', {
        type: 'text',
        id: actorFieldId,
        value: actorName.value,
        maxlength: 40,
        autocomplete: 'name',
        onchange: (event) => {
          actorName.value = (event.target as HTMLInputElement).value;
        },
      }),
    );
  }
  if (!signedIn) {
    return signInButton();
  }
  return [
    h(
      'span',
      { class: 'who' },
      say('session.signed_in', {
        name: displayName || subject,
        roles: listed(roles.map(roleWord)),
      }),
    ),
    button(say('session.sign_out'), () => void askAndSignOut()),
  ];
}

function settings(): HTMLElement {
  return h(
    'div',
    { class: 'settings' },
    select(
      say('setting.money'),
      [
        { value: 'wan', text: say('unit.choice_wan') },
        { value: 'yi', text: say('unit.choice_yi') },
      ],
      moneyUnit.value,
      (value) => {
        moneyUnit.value = value as MoneyUnit;
      },
    ),
    select(
      say('setting.theme'),
      [
        { value: 'system', text: say('setting.system') },
        { value: 'light', text: say('setting.light') },
        { value: 'dark', text: say('setting.dark') },
      ],
      theme.value,
      (value) => {
        theme.value = value as Theme;
      },
    ),
    h(
      'button',
      {
        type: 'button',
        id: 'language',
        lang: language.value === 'zh' ? 'en' : 'zh-CN',
        'aria-label': say('setting.language'),
        onclick: () => {
          language.value = language.value === 'zh' ? 'en' : 'zh';
        },
      },
      say('setting.language_short'),
    ),
    button(say('action.print'), () => window.print(), { class: 'quiet' }),
  );
}

export interface Shell {
  readonly main: HTMLElement;
  render(): void;
  /** Calls the tab, and so the browser's history, by the heading of the view. */
  entitle(): void;
}

export function shell(page: HTMLElement): Shell {
  const header = h('header', { class: 'page-head' });
  const main = h('main', { id: 'main', tabindex: '-1' });
  const skip = h('a', {
    class: 'skip',
    href: '#main',
    onclick: (event) => {
      // The # of the address is the view's.
      event.preventDefault();
      main.focus();
    },
  });
  replace(page, skip, header, main);
  const printed = h('span', { class: 'on-paper' });
  window.addEventListener('beforeprint', () => {
    replace(printed, say('app.printed', { time: formatMoment(new Date()) }));
  });
  const entitle = () => {
    const heading = main.querySelector('h1')?.textContent ?? '';
    document.title = [heading || say('app.subtitle'), say('app.name')].join(' · ');
  };
  // Names come later than the heading that they stand in.
  const renamed = new MutationObserver(entitle);
  return {
    main,
    render() {
      replace(skip, say('app.skip'));
      replace(
        header,
        h(
          'div',
          { class: 'brand' },
          h('strong', {}, say('app.name')),
          h('span', {}, say('app.subtitle')),
          printed,
        ),
        navigation(),
        settings(),
        h('div', { class: 'session' }, who()),
      );
    },
    entitle() {
      renamed.disconnect();
      const heading = main.querySelector('h1');
      if (heading !== null) renamed.observe(heading, { childList: true });
      entitle();
    },
  };
}
