// When documents of a year may be sent: each stage's window and what departments were
// given beyond it, counted down.
import type { Window } from '../../../build/generated/yuheng/ingestion/v1/window_pb';
import { button, dataTable, emptyNote } from '../../controls';
import { ownerLabel } from '../../directory';
import { h, replace } from '../../dom';
import { say, sayKey, type TextKey } from '../../language';
import type { Lifetime } from '../../lifetime';
import { partOf } from '../../names';
import { loadInto, panel } from '../../panel';
import { formatSpan, formatTime } from '../../time';
import { ingestion } from '../../transport/clients';
import type { Scope } from '../../watch/streams';
import { stageWord } from '../../words';
import { type Phase, type Standing, standing, type WindowTimes } from './board';

const phaseKeys: Record<Phase, TextKey> = {
  none: 'progress.phase_none',
  not_open: 'progress.phase_not_open',
  open: 'progress.phase_open',
  grace: 'progress.phase_grace',
  closed: 'progress.phase_closed',
};
export const phaseWord = (phase: Phase): string => sayKey(phaseKeys[phase]);

/** "报送中，距截止 3天4小时" */
export function standingText(times: WindowTimes, serverNowMs: number): string {
  const { phase, leftMs } = standing(times, serverNowMs);
  const left = leftMs === null ? '' : formatSpan(leftMs);
  switch (phase) {
    case 'not_open':
      return say('progress.left_not_open', { left });
    case 'open':
      return say('progress.left_open', { left });
    case 'grace':
      return say('progress.left_grace', { left });
    default:
      return phaseWord(phase);
  }
}

/** What is left until when, and when all ends: "11-20 23:59 截止，还有 3天4小时；宽限期至 …". */
export function clockText(times: WindowTimes, { phase, leftMs }: Standing): string {
  const left = leftMs === null ? '' : formatSpan(leftMs);
  const deadline = formatTime(times.deadline);
  const grace = formatTime(times.graceEndTime) || deadline;
  const whole = (text: string) => `${text}${say('progress.beijing')}`;
  switch (phase) {
    case 'not_open':
      return whole(
        say('progress.clock_not_open', { opens: formatTime(times.openTime), left, deadline }),
      );
    case 'open':
      return whole(
        grace === deadline
          ? say('progress.clock_open', { deadline, left })
          : say('progress.clock_open_grace', { deadline, left, grace }),
      );
    case 'grace':
      return whole(say('progress.clock_grace', { deadline, left, grace }));
    default:
      return whole(say('progress.clock_closed', { deadline, grace }));
  }
}

export interface WindowRow extends WindowTimes {
  readonly window: Window;
  /** Somebody's extension, which gives nothing but a later deadline. */
  readonly extension: boolean;
}

/** Each stage's window, its extensions behind it with the rest of its times. */
export function windowRows(windows: readonly Window[]): WindowRow[] {
  const extends_ = (one: Window) => partOf(one.parent, 'departments') !== '';
  const inForce = windows.filter((one) => one.deadline !== undefined);
  const whole = inForce.filter((one) => !extends_(one)).sort((a, b) => a.stage - b.stage);
  return whole.flatMap((window) => {
    const { openTime, deadline, graceEndTime } = window;
    return [
      { window, extension: false, openTime, deadline, graceEndTime },
      ...inForce
        .filter((one) => extends_(one) && one.stage === window.stage)
        .map((one) => ({
          window: one,
          extension: true,
          openTime,
          deadline: one.deadline,
          graceEndTime,
        })),
    ];
  });
}

export function windowPanel(life: Lifetime, scope: Scope, serverNow: () => number): HTMLElement {
  const shown = panel(say('progress.windows', { year: scope.fiscalYear }), {
    actions: button(say('action.reload'), () => load(), { class: 'quiet' }),
  });
  let counting: { cell: HTMLElement; times: WindowTimes }[] = [];
  const count = () => {
    for (const { cell, times } of counting) replace(cell, standingText(times, serverNow()));
  };
  const line = (row: WindowRow) => {
    const { window, extension } = row;
    const cell = h('td', { class: 'countdown' });
    counting.push({ cell, times: row });
    return h(
      'tr',
      {
        class: extension ? 'part' : undefined,
        'aria-current': window.stage === scope.stage ? 'true' : undefined,
      },
      h(
        'th',
        { scope: 'row' },
        extension
          ? say('progress.extension', { whose: ownerLabel(window.parent) })
          : stageWord(window.stage),
      ),
      cell,
      h('td', { class: 'time' }, formatTime(row.deadline)),
      h('td', { class: 'time' }, extension ? '' : formatTime(row.graceEndTime)),
      h('td', { class: 'time' }, extension ? '' : formatTime(row.openTime)),
      h('td', {}, window.reason),
      h('td', { class: 'time' }, `${formatTime(window.setTime)} ${window.actor}`),
    );
  };
  const load = () =>
    void loadInto(
      shown,
      life,
      () =>
        ingestion.listWindows(
          { parent: scope.name, fiscalYear: scope.fiscalYear },
          { signal: life.signal },
        ),
      ({ windows }) => {
        counting = [];
        const rows = windowRows(windows);
        replace(
          shown.body,
          rows.length === 0
            ? emptyNote(say('progress.no_windows'))
            : dataTable(
                say('progress.windows', { year: scope.fiscalYear }),
                [
                  { heading: say('common.stage') },
                  { heading: say('progress.now') },
                  { heading: say('progress.deadline') },
                  { heading: say('progress.grace_end') },
                  { heading: say('progress.opens') },
                  { heading: say('common.reason') },
                  { heading: say('progress.set_by') },
                ],
                rows.map(line),
              ),
          rows.length > 0 && h('p', { class: 'note' }, say('progress.beijing_time')),
        );
        count();
      },
    );
  load();
  life.every(1000, count);
  return shown.element;
}
