// Whom each view is for, as the services' policy has it: nobody is led where they are
// refused.
import { type Child, h, replace } from './dom';
import { listed, say, sayKey } from './language';
import type { Lifetime } from './lifetime';
import { type ViewName, viewNames } from './route';
import { type Role, session } from './session';
import { signInNote } from './sign_in';
import { uploads } from './transport/uploads';

const bureau: readonly Role[] = ['clerk', 'department_head'];
const finance: readonly Role[] = ['reviewer', 'finance_head'];
const desks: readonly Role[] = [...bureau, ...finance, 'auditor'];

const readers: Readonly<Record<ViewName, readonly Role[]>> = {
  totals: [...desks, 'viewer'],
  compare: [...desks, 'viewer'],
  progress: desks,
  portal: bureau,
  review: finance,
  submission: desks,
  audit: [...finance, 'auditor'],
};

export const roleWord = (role: Role) => sayKey(`role.${role}`);

export function mayOpen(view: ViewName): boolean {
  const { required, signedIn, roles } = session.value;
  const held = signedIn ? roles : ['viewer' as const];
  return !required || held.some((role) => readers[view].includes(role));
}

const note = (text: string) => h('p', { class: 'notice' }, text);

function reason(view: ViewName, life: Lifetime): Child {
  const { signedIn, roles } = session.value;
  if (!signedIn) return [signInNote(), unsent(life)];
  if (!viewNames.some(mayOpen))
    return note(say('door.nothing', { roles: listed(roles.map(roleWord)) }));
  return note(
    say('door.for', {
      view: sayKey(`nav.${view}`),
      readers: listed(readers[view].map(roleWord)),
    }),
  );
}

/** In the place of a view that is not for its reader. */
export const closedDoor = (view: ViewName, life: Lifetime): HTMLElement =>
  h('div', { class: 'view' }, h('h1', {}, sayKey(`nav.${view}`)), reason(view, life));

/** What was being sent as the session ended is not lost. */
function unsent(life: Lifetime): HTMLElement {
  const place = h('div', { 'aria-live': 'polite' });
  life.follow(uploads.all, () => {
    const count = uploads.unsent;
    replace(place, session.value.ended && count > 0 && note(say('door.unsent', { count })));
  });
  return place;
}

/** Above a view that all may read: why it is no longer that of who was signed in. */
export const endedNote = (life: Lifetime): Child =>
  session.value.ended && [signInNote(), unsent(life)];
