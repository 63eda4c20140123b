// Drop a file, see it received, read and checked.
import type { Stage } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { askForActor } from '../../actor_missing';
import { button, select } from '../../controls';
import { departments, ownerLabel } from '../../directory';
import { h, replace } from '../../dom';
import { downloadPieces, workbookType } from '../../download';
import { listed, say } from '../../language';
import type { Lifetime } from '../../lifetime';
import { lastPart, unitName } from '../../names';
import { act, panel } from '../../panel';
import { type Period, periodText } from '../../period';
import { adjust } from '../../route';
import {
  actor,
  department,
  isBureau,
  ownDepartments,
  ownUnits,
  prefecture,
  type Session,
  session,
} from '../../session';
import { actorName } from '../../settings';
import { reporting, streaming } from '../../transport/clients';
import { leftUploads } from '../../transport/left_uploads';
import { isPending, type Upload, uploads, waitingMax } from '../../transport/uploads';
import { leftCard } from './left_card';
import { uploadCard } from './upload_card';

/** As the service's own default. */
const fileBytesMax = 32 * 1024 * 1024;

type Mode = 'submit' | 'test' | 'check';

interface Choice {
  /** The department that the unit is of. */
  code: string;
  unit: string;
  mode: Mode;
}

/** What was chosen in a session, for as long as it lasts. */
const choices = new WeakMap<Session, Choice>();

/** For the department of the desk, "" for that which a document names; `told` hears when an upload is over. */
export function uploadPanel(
  life: Lifetime,
  period: Period,
  code: string,
  told: () => void,
): HTMLElement {
  const shown = panel(say('portal.upload'));
  shown.showLoaded();
  const own = isBureau() ? ownDepartments() : [];
  const ownOnly = ownUnits(code);
  const firstUnit = ownOnly?.[0] ?? '';
  const choice = choices.get(session.value) ?? { code, unit: firstUnit, mode: 'submit' };
  if (choice.code !== code) Object.assign(choice, { code, unit: firstUnit });
  choices.set(session.value, choice);
  const note = h('div', {});
  const result = h('div', { class: 'upload-result', 'aria-live': 'polite' });

  const input = h('input', {
    type: 'file',
    id: 'file',
    class: 'visually-hidden',
    multiple: true,
    onchange: () => {
      send([...(input.files ?? [])]);
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
        const { files = [], items = [] } = event.dataTransfer ?? {};
        const isFolder = [...items]
          .filter(({ kind }) => kind === 'file')
          .map((item) => item.webkitGetAsEntry()?.isDirectory === true);
        send([...files], isFolder);
      },
    },
    prompt,
    h('span', { class: 'note' }, say('portal.any_format')),
    h('span', { class: 'note' }, say('portal.sent_as', { period: periodText(period) })),
  );

  const owner = () => {
    const { unit } = choice;
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

  const refuse = (...texts: string[]) =>
    replace(
      note,
      texts.map((text) => h('p', { class: 'failure', role: 'alert' }, text)),
    );
  /** What was given before its sender's name was. */
  let held: [readonly File[], readonly boolean[]] | null = null;
  const send = (files: readonly File[], isFolder: readonly boolean[] = []) => {
    if (actor() === '' && choice.mode !== 'check') {
      held = [files, isFolder];
      const names = listed(files.map(({ name }) => name));
      askForActor(note, say('portal.held', { names }));
      return;
    }
    held = null;
    const refusals: string[] = [];
    const sendable = files.filter(({ name, size }, index) => {
      if (isFolder[index] === true) refusals.push(say('portal.folder', { name }));
      else if (size > fileBytesMax)
        refusals.push(say('portal.file_too_large', { name, limit: fileBytesMax / 1024 / 1024 }));
      else return true;
      return false;
    });
    const beyond = sendable.splice(waitingMax - uploads.pending).map(({ name }) => name);
    if (beyond.length > 0)
      refusals.push(say('portal.too_many', { max: waitingMax, names: listed(beyond) }));
    refuse(...refusals);
    if (sendable.length === 0) return;
    const header = {
      parent: code === '' ? prefecture() : department(code),
      stage: period.stage satisfies Stage,
      unit: choice.unit,
      fiscalYear: period.fiscalYear,
      validateOnly: choice.mode === 'check',
      test: choice.mode === 'test',
      actor: actor(),
    };
    uploads.add(session.value.subject, header, sendable);
  };

  life.listen(actorName, () => {
    if (held !== null && actor() !== '') send(...held);
  });

  let cards = new Map<Upload, HTMLElement>();
  let overBefore = Infinity;
  life.follow(uploads.all, (all) => {
    const mine = all.filter(({ sender }) => sender === session.value.subject);
    // An upload that did not change keeps its card, and what is open in it.
    cards = new Map(mine.map((one) => [one, cards.get(one) ?? uploadCard(one)]));
    replace(result, [...cards.values()]);
    if (mine.some(({ standing }) => standing === 'ended'))
      replace(prompt, say('portal.drop_again'));
    const over = mine.filter((one) => !isPending(one)).length;
    if (over > overBefore) told();
    overBefore = over;
  });

  const left = h('div', {});
  life.follow(leftUploads.all, (all) => {
    const mine = all.filter(({ sender }) => sender === session.value.subject);
    replace(
      left,
      mine.map((one) => leftCard(one, life)),
    );
  });

  const controls = h('div', { class: 'filters' });
  const showControls = () => {
    const allowed = [...departments.value].filter(([code]) => !isBureau() || own.includes(code));
    const units = (departments.value.get(code)?.units ?? []).filter(
      (unit) => ownOnly === null || ownOnly.includes(lastPart(unit.name)),
    );
    replace(
      controls,
      select(
        say('common.department'),
        [
          ...(isBureau() ? [] : [{ value: '', text: say('portal.department_by_name') }]),
          ...allowed.map(([one, { displayName }]) => ({
            value: one,
            text: `${one} ${displayName}`,
          })),
        ],
        code,
        (chosen) => adjust({ department: chosen }),
        { id: 'desk-department' },
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
    template.disabled = code === '';
  };
  life.follow(departments, showControls);
  replace(shown.body, controls, input, drop, note, left, result);
  return shown.element;
}
