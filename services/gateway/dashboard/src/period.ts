// Year and stage, which nothing is shown without.
import { Stage, TableKind } from '../build/generated/yuheng/budget/v1/vocabulary_pb';
import { select } from './controls';
import { h } from './dom';
import { say } from './language';
import { adjust, route } from './route';
import { homeScope } from './session';
import { currentYear } from './time';
import { aggregation } from './transport/clients';
import { failureOf, isPassing } from './transport/failure';
import { stageOf, stages, stageSlug, stageWord } from './words';

export interface Period {
  readonly fiscalYear: number;
  readonly stage: Stage;
}

/** As services take them. */
export const yearMin = 2000;
export const yearMax = 2100;

/** Years that can be chosen: the coming one, and those before it. */
const yearsBack = 8;
let defaultYear: number | null = null;

export function years(): number[] {
  const next = currentYear() + 1;
  return Array.from({ length: yearsBack + 1 }, (_, back) => next - back);
}

/**
 * The newest year that has an approved budget in the totals; this year without any. False
 * where the service did not say.
 */
export async function findDefaultYear(): Promise<boolean> {
  if (defaultYear !== null) return true;
  const scopes = years().map((fiscalYear) => ({
    name: homeScope(),
    fiscalYear,
    stage: Stage.APPROVED,
  }));
  const answers = await Promise.allSettled(
    scopes.map((scope) => aggregation.listTotals({ scope, tables: [TableKind.T1] })),
  );
  const untold = answers.some(
    (answer) => answer.status === 'rejected' && isPassing(failureOf(answer.reason)),
  );
  if (untold) return false;
  const newest = answers.findIndex(
    (answer) => answer.status === 'fulfilled' && answer.value.totals.length > 0,
  );
  defaultYear = newest < 0 ? currentYear() : scopes[newest]!.fiscalYear;
  return true;
}

export function currentPeriod(): Period {
  const { year, stage } = route.value.parameters;
  const typed = Number(year);
  const known = Number.isInteger(typed) && typed >= yearMin && typed <= yearMax;
  return {
    fiscalYear: known ? typed : (defaultYear ?? currentYear()),
    stage: stageOf(stage),
  };
}

export const periodText = ({ fiscalYear, stage }: Period): string =>
  `${say('common.year_of', { year: fiscalYear })} ${stageWord(stage)}`;

export const periodParameters = ({ fiscalYear, stage }: Period) => ({
  year: String(fiscalYear),
  stage: stageSlug(stage),
});

export function yearChoices(around: number) {
  const all = new Set([...years(), around]);
  return [...all]
    .sort((a, b) => b - a)
    .map((year) => ({ value: String(year), text: say('common.year_of', { year }) }));
}

export const stageChoices = () =>
  stages.map((stage) => ({ value: stageSlug(stage), text: stageWord(stage) }));

/** Choosing another year or stage is another address of the same view. */
export function periodControls(): HTMLElement {
  const { fiscalYear, stage } = currentPeriod();
  return h(
    'div',
    { class: 'period' },
    select(
      say('common.year'),
      yearChoices(fiscalYear),
      String(fiscalYear),
      (year) => adjust({ year }),
      { id: 'period-year' },
    ),
    select(
      say('common.stage'),
      stageChoices(),
      stageSlug(stage),
      (chosen) => adjust({ stage: chosen }),
      { id: 'period-stage' },
    ),
  );
}
