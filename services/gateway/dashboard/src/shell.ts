// The frame around every view: who reads, how, and the way to the others.
import { ask, button, select, textField } from './controls';
import { type Child, h, replace } from './dom';
import { language, listed, say, type TextKey } from './language';
import type { MoneyUnit } from './money';
import { failureNote } from './panel';
import { link, route, type ViewName } from './route';
import { has, isBureau, type Role, session, signIn, signOut } from './session';
import { actorName, moneyUnit, type Theme, theme } from './settings';
import { failureOf } from './transport/failure';
import { uploads } from './transport/uploads';

interface Entry {
  readonly view: ViewName;
  readonly key: TextKey & `nav.${string}`;
  readonly open: () => boolean;
}

const entries: readonly Entry[] = [
  { view: 'totals', key: 'nav.totals', open: () => true },
  { view: 'compare', key: 'nav.compare', open: () => true },
  {
    view: 'progress',
    key: 'nav.progress',
    open: () => has('reviewer', 'finance_head', 'auditor') || isBureau(),
  },
  { view: 'portal', key: 'nav.portal', open: () => has('clerk', 'department_head') },
  { view: 'review', key: 'nav.review', open: () => has('reviewer', 'finance_head') },
  { view: 'audit', key: 'nav.audit', open: () => has('auditor', 'reviewer', 'finance_head') },
];

function navigation(): HTMLElement {
  return h(
    'nav',
    { 'aria-label': say('nav.label') },
    h(
      'ul',
      {},
      entries
        .filter((entry) => entry.open())
        .map(({ view, key }) => {
          const { year, stage } = route.value.parameters;
          const current = route.value.view === view;
          return h(
            'li',
            {},
            h(
              'a',
              { href: link(view, { year, stage }), 'aria-current': current ? 'page' : undefined },
              (say as (key: TextKey) => string)(key),
            ),
          );
        }),
    ),
  );
}

/** Does something; says in a dialog why it failed, with a way to try again. */
async function attempt(title: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    const note = failureNote(failureOf(thrown));
    const again = await ask(title, note, say('action.retry'), () => true);
    if (again !== null) await attempt(title, work);
  }
}

async function askAndSignIn(): Promise<void> {
  const given = await ask(
    say('session.sign_in'),
    [
      textField('account', say('session.account'), {
        required: true,
        max: 64,
        autocomplete: 'username',
      }),
      textField('password', say('session.password'), {
        required: true,
        type: 'password',
        max: 256,
        autocomplete: 'current-password',
      }),
    ],
    say('session.sign_in'),
    (form) => ({ account: String(form.get('account')), password: String(form.get('password')) }),
  );
  if (given !== null) await signIn(given.account, given.password);
}

async function askAndSignOut(): Promise<void> {
  const title = say('session.sign_out');
  const count = uploads.pending;
  const sure =
    count === 0 ||
    (await ask(title, h('p', {}, say('session.sign_out_cuts', { count })), title, () => true));
  if (sure !== null) await signOut();
}

const roleWord = (role: Role) => (say as (key: TextKey) => string)(`role.${role}`);

function who(): Child {
  const { required, signedIn, displayName, subject, roles } = session.value;
  if (!required) {
    return h(
      'label',
      { class: 'field actor', title: say('session.actor_hint') },
      h('span', {}, say('session.actor')),
      h('input', {
        type: 'text',
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
    const title = say('session.sign_in');
    return button(title, () => void attempt(title, askAndSignIn), { class: 'primary' });
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
    button(say('session.sign_out'), () => void attempt(say('session.sign_out'), askAndSignOut)),
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
  return {
    main,
    render() {
      document.title = `${say('app.name')} · ${say('app.subtitle')}`;
      replace(skip, say('app.skip'));
      replace(
        header,
        h(
          'div',
          { class: 'brand' },
          h('strong', {}, say('app.name')),
          h('span', {}, say('app.subtitle')),
        ),
        navigation(),
        settings(),
        h('div', { class: 'session' }, who()),
      );
    },
  };
}
