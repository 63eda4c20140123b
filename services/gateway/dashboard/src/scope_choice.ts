// Whose figures are shown: the prefecture's, a group's of departments, or a department's.
import { type Choice, select } from './controls';
import { departmentLabel, departments, ownerLabel } from './directory';
import { h, replace } from './dom';
import { say } from './language';
import type { Lifetime } from './lifetime';
import { groupName, groupOf, partOf, unitName } from './names';
import { adjust, route } from './route';
import { department, homeScope, isBureau, ownUnits, prefecture, session } from './session';

/** As the address says; what the reader sees first where it says nothing. */
export function chosenScope(): string {
  const { department: code = '', unit = '', group = '' } = route.value.parameters;
  const { division } = session.value;
  if (code === '') return group === '' ? homeScope() : groupName(division, group);
  // Who works for some units of a department does not see the whole of it.
  const shown = unit || (ownUnits(code)?.[0] ?? '');
  return shown === '' ? department(code) : unitName(division, code, shown);
}

export function scopeLabel(name: string): string {
  if (name === prefecture()) return say('totals.prefecture');
  return groupOf(name) || ownerLabel(name);
}

/** Empty where the reader may not see the list: then links alone lead to departments. */
export function scopeChoice(life: Lifetime): HTMLElement {
  const place = h('div', {});
  life.follow(departments, (all) => {
    const groups = new Set([...all.values()].flatMap((one) => one.groups));
    const choices: Choice[] = [...all.keys()].flatMap((code) => {
      const units = ownUnits(code);
      const under = say('common.department');
      if (units === null)
        return { value: department(code), text: `${code} ${departmentLabel(code)}`, under };
      return units.map((unit) => {
        const value = unitName(session.value.division, code, unit);
        return { value, text: `${unit} ${ownerLabel(value)}`, under: say('portal.unit') };
      });
    });
    if (!isBureau()) {
      const named = [...groups].sort((a, b) => a.localeCompare(b, 'zh'));
      choices.unshift(
        { value: prefecture(), text: say('totals.prefecture') },
        ...named.map((group) => ({
          value: groupName(session.value.division, group),
          text: group,
          under: say('totals.groups'),
        })),
      );
    }
    const chosen = (name: string) =>
      adjust({
        department: partOf(name, 'departments'),
        unit: partOf(name, 'units'),
        group: groupOf(name),
      });
    replace(
      place,
      all.size > 0 && select(say('totals.whose'), choices, chosenScope(), chosen, { id: 'scope' }),
    );
  });
  return place;
}
