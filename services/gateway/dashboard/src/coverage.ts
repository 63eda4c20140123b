// Departments that only one of two scopes has figures of: what they have is no growth.
import { allContributions } from './contributions';
import { ownerLabel } from './directory';
import { type Child, h } from './dom';
import { listed, say } from './language';
import { partOf } from './names';
import { periodText } from './period';
import { mayTrace } from './session';
import type { Scope } from './watch/streams';

export interface Coverage {
  /** Names of departments, as resources. */
  readonly onlyHere: readonly string[];
  readonly onlyThere: readonly string[];
}

export const covered: Coverage = { onlyHere: [], onlyThere: [] };

/** More are counted, not named. */
const namedMax = 6;

async function departmentsIn(scope: Scope): Promise<Set<string>> {
  const { contributions } = await allContributions(scope, 'T1:ex:ALL');
  return new Set(contributions.map(({ department }) => department));
}

/** Of several departments, for who may read what totals are made of. */
export async function coverageOf(here: Scope, there: Scope): Promise<Coverage> {
  if (!mayTrace() || partOf(here.name, 'departments') !== '') return covered;
  const [ours, theirs] = await Promise.all([departmentsIn(here), departmentsIn(there)]);
  return {
    onlyHere: [...ours].filter((one) => !theirs.has(one)),
    onlyThere: [...theirs].filter((one) => !ours.has(one)),
  };
}

function note(departments: readonly string[], without: Scope): Child {
  if (departments.length === 0) return null;
  const named = departments.slice(0, namedMax).map((one) => ownerLabel(one));
  const names = listed(departments.length > namedMax ? [...named, '…'] : named);
  return h(
    'p',
    { class: 'note' },
    say('totals.uncovered', { count: departments.length, period: periodText(without), names }),
  );
}

/** Nothing where one of the two has no figures at all: that is told otherwise. */
export const coverageNote = (
  { onlyHere, onlyThere }: Coverage,
  here: Scope,
  there: Scope,
): Child => [note(onlyHere, there), note(onlyThere, here)];
