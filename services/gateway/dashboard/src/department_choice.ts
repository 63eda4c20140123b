// Choosing a department, or all of them.
import { select } from './controls';
import { departmentLabel, departments } from './directory';
import { h, replace } from './dom';
import { say } from './language';
import type { Lifetime } from './lifetime';
import { isBureau } from './session';

/** Empty where the reader may not see the list: then links alone lead to departments. */
export function departmentChoice(
  life: Lifetime,
  chosen: string,
  changed: (code: string) => void,
  id: string,
): HTMLElement {
  const place = h('div', {});
  life.follow(departments, (all) =>
    replace(
      place,
      all.size > 0 &&
        select(
          say('common.department'),
          [
            ...(isBureau() ? [] : [{ value: '', text: say('totals.prefecture') }]),
            ...[...all.keys()].map((code) => ({
              value: code,
              text: `${code} ${departmentLabel(code)}`,
            })),
          ],
          chosen,
          changed,
          { id, class: 'inline' },
        ),
    ),
  );
  return place;
}
