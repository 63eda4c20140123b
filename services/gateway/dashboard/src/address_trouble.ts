// What the address names and there is not, in words: a link that was cut or mistyped
// shows no zeros and no other year's figures.
import { departments } from './directory';
import { h } from './dom';
import { parseAddress } from './form';
import { say } from './language';
import { yearMax, yearMin } from './period';
import { link, route } from './route';
import { isStageSlug } from './words';

const submissionName = /^prefectures\/[^/]+\/departments\/[^/]+\/submissions\/[^/]+$/;
const entryName = /^prefectures\/[^/]+\/departments\/[^/]+\/ledger\/entries\/\d+$/;

/** Null where all is known. */
export function addressTrouble(): string | null {
  const { year, base_year, stage, base_stage, department, group, trace, name, entry } =
    route.value.parameters;
  for (const typed of [year, base_year]) {
    const number = Number(typed ?? yearMin);
    if (!Number.isInteger(number) || number < yearMin || number > yearMax)
      return say('address.no_year', { year: typed!, first: yearMin, last: yearMax });
  }
  for (const typed of [stage, base_stage]) {
    if (typed !== undefined && !isStageSlug(typed))
      return say('address.no_stage', { stage: typed });
  }
  // Who may not see the list sees that there are no figures.
  const known = departments.value;
  if (department !== undefined && known.size > 0 && !known.has(department))
    return say('address.no_department', { department });
  if (
    group !== undefined &&
    known.size > 0 &&
    ![...known.values()].some(({ groups }) => groups.includes(group))
  )
    return say('address.no_group', { group });
  if (name !== undefined && !submissionName.test(name))
    return say('address.no_submission', { name });
  if (entry !== undefined && !entryName.test(entry)) return say('address.no_entry', { entry });
  if (trace !== undefined && parseAddress(trace) === null)
    return say('address.no_figure', { address: trace });
  return null;
}

/** Instead of a view whose address is in trouble. */
export function troubleNote(trouble: string): HTMLElement {
  return h(
    'div',
    { class: 'view' },
    h(
      'section',
      { class: 'panel' },
      h('p', { role: 'alert' }, trouble),
      h('p', {}, h('a', { href: link(route.value.view) }, say('address.start_over'))),
    ),
  );
}
