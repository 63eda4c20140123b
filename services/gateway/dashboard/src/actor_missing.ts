// Where nobody signs in, whoever does something gives their name first.
import { type Child, h, replace } from './dom';
import { say } from './language';

/** Of the field in the page's head. */
export const actorFieldId = 'actor-name';

/** Says so in `note`, and leads to the field. */
export function askForActor(note: Element, more?: Child): void {
  replace(
    note,
    h('p', { class: 'failure', role: 'alert' }, say('session.actor_missing'), ' ', more),
  );
  document.getElementById(actorFieldId)?.focus();
}
