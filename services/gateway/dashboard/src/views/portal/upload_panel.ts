// Drop a file, see it received, read and checked.
import type { Stage } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { severityCounts, stateBadge } from '../../badges';
import { button, select } from '../../controls';
import { departments, ownerLabel } from '../../directory';
import { type Child, h, replace } from '../../dom';
import { downloadPieces, workbookType } from '../../download';
import { pick, say } from '../../language';
import type { Lifetime } from '../../lifetime';
import { lastPart, unitName } from '../../names';
import { act, failureNote, panel } from '../../panel';
import type { Period } from '../../period';
import { link } from '../../route';
import {
  actor,
  department,
  isBureau,
  ownDepartments,
  ownUnits,
  prefecture,
  session,
} from '../../session';
import { reporting, streaming } from '../../transport/clients';
import { newRequestId, submit } from '../../transport/submit';
import { failureOf } from '../../transport/failure';
import { stateWord, verdictWord } from '../../words';
import { findingList } from '../submission/finding_list';
import { locationText } from '../submission/place_text';
import { Severity } from '../../../build/generated/yuheng/validation/v1/finding_pb';
import { heard, nothingYet, type UploadProgress } from './progress_of_upload';

/** As the service's own default. */
const fileBytesMax = 32 * 1024 * 1024;

type Mode = 'submit' | 'test' | 'check';

interface Choice {
  department: string;
  unit: string;
  mode: Mode;
}

function step(done: boolean, text: Child): HTMLElement {
  return h('li', { class: done ? 'done' : 'doing' }, text);
}

function steps(progress: UploadProgress, fileName: string): HTMLElement {
  const { receipt, submission, findings, changes } = progress;
  const begun = receipt !== null || findings.length > 0 || submission !== null;
  return h(
    'ol',
    { class: 'steps' },
    step(begun, say('portal.sending', { name: fileName })),
    receipt !== null &&
      step(true, [
        say('portal.step_received'),
        ' · ',
        say('portal.receipt'),
        ' ',
        h('code', { class: 'receipt' }, lastPart(receipt.submission)),
        h('br', {}),
        h('code', { class: 'hash' }, `SHA-256 ${receipt.documentSha256}`),
        ' ',
        say('portal.size', { size: receipt.sizeBytes }),
        receipt.replayed && ` · ${say('portal.replayed')}`,
        receipt.late && h('span', { class: 'badge badge-warning' }, say('progress.late')),
      ]),
    begun &&
      step(
        submission !== null,
        submission === null
          ? [
              say('portal.step_checking'),
              ' ',
              say('portal.findings_so_far', { count: findings.length }),
            ]
          : say('portal.step_checked'),
      ),
    changes.map((change) => step(true, [stateWord(change.state), ' ', pick(change.reason)])),
  );
}

function outcome({ submission, problems, findings }: UploadProgress): Child {
  return [
    problems.length > 0 && [
      h('h3', {}, say('portal.problems')),
      h(
        'ul',
        {},
        problems.map((problem) =>
          h('li', {}, `${locationText(problem.location)} ${pick(problem.message)}`),
        ),
      ),
    ],
    submission !== null &&
      h(
        'p',
        { class: 'outcome', role: 'status' },
        submission.name === '' ? say('portal.checked_only') : stateBadge(submission.state),
        ' ',
        submission.verdict !== undefined && [
          verdictWord(submission.verdict.verdict),
          ' ',
          severityCounts(submission.verdict),
        ],
        ' ',
        submission.name !== '' &&
          h('a', { href: link('submission', { name: submission.name }) }, say('portal.open')),
      ),
    findings.length > 0 &&
      findingList(
        {
          findings,
          groups: submission?.verdict?.groups ?? [],
          waivers: [],
          least: Severity.NOTE,
          rule: '',
        },
        {},
      ),
  ];
}

export function uploadPanel(life: Lifetime, period: Period, sent: () => void): HTMLElement {
  const shown = panel(say('portal.upload'));
  shown.showLoaded();
  const own = isBureau() ? ownDepartments() : [];
  const choice: Choice = { department: own[0] ?? '', unit: '', mode: 'submit' };
  const firstUnit = () => ownUnits(choice.department)?.[0] ?? '';
  choice.unit = firstUnit();
  let under: AbortController | null = null;
  const note = h('div', {});
  const result = h('div', { class: 'upload-result', 'aria-live': 'polite' });

  const input = h('input', {
    type: 'file',
    id: 'file',
    class: 'visually-hidden',
    onchange: () => {
      const file = input.files?.[0];
      if (file !== undefined) void send(file);
      input.value = '';
    },
  });
  const prompt = h('strong', {}, say('portal.drop'));
  const drop = h(
    'label',
    {
      class: 'drop',
      for: 'file',
      ondragover: (event) => {
        event.preventDefault();
        drop.classList.add('over');
      },
      ondragleave: () => drop.classList.remove('over'),
      ondrop: (event) => {
        event.preventDefault();
        drop.classList.remove('over');
        const file = event.dataTransfer?.files[0];
        if (file !== undefined) void send(file);
      },
    },
    prompt,
    h('span', { class: 'note' }, say('portal.any_format')),
  );

  const owner = () => {
    const { department: code, unit } = choice;
    return unit === '' ? department(code) : unitName(session.value.division, code, unit);
  };
  const template = button(
    say('portal.template'),
    () =>
      void act(template, note, () =>
        downloadPieces(
          `${ownerLabel(owner(), choice.unit)} ${period.fiscalYear}.xlsx`,
          reporting.renderTemplate(
            { name: owner(), fiscalYear: period.fiscalYear },
            streaming(life.signal),
          ),
          workbookType,
        ),
      ),
  );

  const send = async (file: File) => {
    replace(note);
    if (actor() === '' && choice.mode !== 'check') {
      replace(note, h('p', { class: 'failure', role: 'alert' }, say('session.actor_missing')));
      return;
    }
    if (file.size > fileBytesMax) {
      replace(
        note,
        h(
          'p',
          { class: 'failure', role: 'alert' },
          say('portal.file_too_large', { limit: fileBytesMax / 1024 / 1024 }),
        ),
      );
      return;
    }
    under?.abort();
    const mine = new AbortController();
    under = mine;
    life.add(() => mine.abort());
    let progress = nothingYet;
    const draw = () => replace(result, steps(progress, file.name), outcome(progress));
    draw();
    try {
      const header = {
        parent: choice.department === '' ? prefecture() : department(choice.department),
        requestId: newRequestId(),
        fileName: file.name,
        stage: period.stage satisfies Stage,
        unit: choice.unit,
        fiscalYear: period.fiscalYear,
        validateOnly: choice.mode === 'check',
        test: choice.mode === 'test',
        actor: actor(),
      };
      for await (const response of submit(header, file, mine.signal)) {
        progress = heard(progress, response);
        draw();
      }
      replace(prompt, say('portal.drop_again'));
      sent();
    } catch (thrown) {
      if (!mine.signal.aborted)
        replace(
          note,
          failureNote(failureOf(thrown), () => void send(file)),
        );
    }
  };

  const controls = h('div', { class: 'filters' });
  const showControls = () => {
    const allowed = [...departments.value].filter(([code]) => !isBureau() || own.includes(code));
    const ownOnly = ownUnits(choice.department);
    const units = (departments.value.get(choice.department)?.units ?? []).filter(
      (unit) => ownOnly === null || ownOnly.includes(lastPart(unit.name)),
    );
    replace(
      controls,
      select(
        say('common.department'),
        [
          ...(isBureau() ? [] : [{ value: '', text: say('portal.department_by_name') }]),
          ...allowed.map(([code, one]) => ({ value: code, text: `${code} ${one.displayName}` })),
        ],
        choice.department,
        (code) => {
          choice.department = code;
          choice.unit = firstUnit();
          showControls();
        },
      ),
      select(
        say('portal.unit'),
        [
          ...(ownOnly === null ? [{ value: '', text: say('common.whole_department') }] : []),
          ...units.map((unit) => ({
            value: lastPart(unit.name),
            text: `${lastPart(unit.name)} ${unit.displayName}`,
          })),
        ],
        choice.unit,
        (unit) => {
          choice.unit = unit;
        },
      ),
      select(
        say('portal.mode'),
        [
          { value: 'submit', text: say('portal.mode_submit') },
          { value: 'test', text: say('portal.mode_test') },
          { value: 'check', text: say('portal.mode_check') },
        ],
        choice.mode,
        (mode) => {
          choice.mode = mode as Mode;
        },
      ),
      template,
    );
    template.disabled = choice.department === '';
  };
  life.follow(departments, showControls);
  replace(shown.body, controls, input, drop, note, result);
  return shown.element;
}
