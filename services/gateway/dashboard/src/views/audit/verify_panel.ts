// Asks the service to make everything again from entries, and says what it found.
import type { VerifyLedgersResponse } from '../../../build/generated/yuheng/aggregation/v1/proof_pb';
import { button, dataTable } from '../../controls';
import { download } from '../../download';
import { type Child, h, replace } from '../../dom';
import { pick, say } from '../../language';
import type { Lifetime } from '../../lifetime';
import { formatMoney } from '../../money';
import { act, panel } from '../../panel';
import { prefecture } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { aggregation } from '../../transport/clients';
import { stageWord } from '../../words';

/** All ledgers are read: a prefecture of many years takes its time. */
const verifyTimeoutMs = 300_000;

/** `checkpoint`: the name of the file that the ledgers were held against; "" for none. */
function verdict(answer: VerifyLedgersResponse, checkpoint: string): HTMLElement {
  const sound = answer.differences.length === 0;
  return h(
    'div',
    { class: 'verification', 'data-sound': String(sound) },
    h(
      'p',
      { class: sound ? 'good' : 'bad', role: 'status' },
      h(
        'strong',
        {},
        sound ? say('audit.sound') : say('audit.unsound', { count: answer.differences.length }),
      ),
      ' ',
      say('audit.read', {
        ledgers: answer.ledgerCount,
        entries: answer.entryCount,
        revision: answer.revision,
      }),
    ),
    checkpoint !== '' &&
      h(
        'p',
        { class: sound ? 'good' : 'note' },
        sound
          ? say('audit.checkpoint_held', { file: checkpoint })
          : say('audit.checkpoint_compared', { file: checkpoint }),
      ),
    !sound &&
      dataTable(
        say('audit.differences'),
        [
          { heading: say('common.department') },
          { heading: 'seq', number: true },
          { heading: say('audit.field') },
          { heading: say('audit.stated') },
          { heading: say('audit.recomputed') },
          { heading: say('common.reason') },
        ],
        answer.differences.map((one) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, one.department || say('totals.prefecture')),
            h('td', { class: 'number' }, one.seq > 0n ? String(one.seq) : ''),
            h('td', {}, h('code', {}, one.field)),
            h('td', {}, h('code', {}, one.found)),
            h('td', {}, h('code', {}, one.expected)),
            h('td', {}, pick(one)),
          ),
        ),
      ),
    answer.sums.length > 0 &&
      dataTable(
        say('audit.sums'),
        [
          { heading: say('common.year') },
          { heading: say('common.stage') },
          { heading: `${say('totals.income')} (${unitWord()})`, number: true },
          { heading: say('totals.spending'), number: true },
          { heading: say('audit.total_count'), number: true },
        ],
        answer.sums.map((sum) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, String(sum.fiscalYear)),
            h('td', {}, stageWord(sum.stage)),
            h('td', { class: 'number' }, formatMoney(sum.incomeFen, moneyUnit.value)),
            h('td', { class: 'number' }, formatMoney(sum.expenditureFen, moneyUnit.value)),
            h('td', { class: 'number' }, String(sum.totalCount)),
          ),
        ),
      ),
  );
}

const toCompare = (file: string): Child =>
  h('span', { class: 'note', role: 'status' }, say('audit.to_compare', { file }));

export function verifyPanel(life: Lifetime): HTMLElement {
  const shown = panel(say('audit.verify'));
  shown.showLoaded();
  const note = h('div', {});
  const result = h('div', {});
  const file = h('input', {
    type: 'file',
    accept: '.txt,text/plain',
    class: 'visually-hidden',
    onchange: () => chosen(),
  });
  const without = button(
    say('audit.without'),
    () => {
      file.value = '';
      chosen();
    },
    { class: 'quiet' },
  );
  const kept = h('span', { class: 'decisions' });
  /** What was found before is nothing that was found of this file. */
  const chosen = () => {
    const [one] = file.files ?? [];
    replace(note);
    replace(result);
    replace(kept, one !== undefined && toCompare(one.name), one !== undefined && without);
  };
  const verify = button(
    say('audit.verify_now'),
    () =>
      void act(verify, note, async () => {
        replace(result, h('p', { class: 'note' }, say('audit.verifying')));
        file.disabled = without.disabled = true;
        try {
          const one = file.files?.[0];
          const checkpoint = (await one?.text()) ?? '';
          const answer = await aggregation.verifyLedgers(
            { parent: prefecture(), checkpoint },
            { signal: life.signal, timeoutMs: verifyTimeoutMs },
          );
          shown.showLoaded(answer.revision);
          replace(result, verdict(answer, one?.name ?? ''));
          if (one !== undefined) replace(kept, one.name, without);
        } catch (thrown) {
          replace(result);
          throw thrown;
        } finally {
          file.disabled = without.disabled = false;
        }
      }),
    { class: 'primary' },
  );
  const save = button(
    say('audit.checkpoint'),
    () =>
      void act(save, note, async () => {
        const { checkpoint } = await aggregation.createCheckpoint({ parent: prefecture() });
        download('yuheng-checkpoint.txt', [checkpoint], 'text/plain;charset=utf-8');
      }),
  );
  replace(
    shown.body,
    h('p', { class: 'note' }, say('audit.verify_note')),
    h(
      'div',
      { class: 'decisions' },
      verify,
      save,
      h('label', { class: 'file-choice' }, say('audit.against'), file),
      kept,
    ),
    note,
    result,
  );
  return shown.element;
}
