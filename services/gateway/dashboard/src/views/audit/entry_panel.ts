// One entry: what it changed, and that its bytes are what its hash says.
import { type Entry, EntryKind } from '../../../build/generated/yuheng/ledger/v1/entry_pb';
import { dataTable } from '../../controls';
import { ownerLabel } from '../../directory';
import { type Child, h, replace } from '../../dom';
import { say, sayKey, type TextKey } from '../../language';
import type { Lifetime } from '../../lifetime';
import { formatChange } from '../../money';
import { lastPart } from '../../names';
import { act, loadInto, panel } from '../../panel';
import { cellName } from '../../place_name';
import { periodText } from '../../period';
import { link } from '../../route';
import { moneyUnit, unitWord } from '../../settings';
import { formatTime } from '../../time';
import { aggregation } from '../../transport/clients';
import { proveEntry } from './proof';
import { stepTable } from './proof_panel';

const kindKeys: Record<EntryKind, TextKey> = {
  [EntryKind.UNSPECIFIED]: 'common.none',
  [EntryKind.POSTING]: 'audit.kind_posting',
  [EntryKind.AMENDMENT]: 'audit.kind_amendment',
  [EntryKind.REVERSAL]: 'audit.kind_reversal',
  [EntryKind.ELIMINATION]: 'audit.kind_elimination',
};
export const entryKindWord = (kind: EntryKind): string => sayKey(kindKeys[kind]);

const fact = (name: string, value: Child) => h('div', {}, h('dt', {}, name), h('dd', {}, value));

function facts(entry: Entry): HTMLElement {
  return h(
    'dl',
    { class: 'facts' },
    fact(say('common.department'), ownerLabel(entry.name, entry.unit)),
    fact(say('audit.kind'), entryKindWord(entry.kind)),
    fact(say('common.stage'), periodText(entry)),
    fact(
      say('audit.seq'),
      `${entry.seq} · ${say('common.revision', { revision: entry.revision })}`,
    ),
    fact(say('common.time'), formatTime(entry.commitTime)),
    entry.supersedesSeq > 0n && fact(say('audit.supersedes'), String(entry.supersedesSeq)),
    entry.submission !== '' &&
      fact(
        say('submission.title'),
        h(
          'a',
          { href: link('submission', { name: entry.submission }) },
          lastPart(entry.submission),
        ),
      ),
    entry.elimination !== undefined &&
      fact(
        say('audit.kind_elimination'),
        `${ownerLabel(entry.elimination.payer)} · ${entry.elimination.actor} · ${entry.elimination.reason}`,
      ),
    fact(say('audit.document_hash'), h('code', { class: 'hash' }, entry.documentSha256)),
    fact(say('audit.hash'), h('code', { class: 'hash' }, entry.hash)),
    fact(say('audit.previous_hash'), h('code', { class: 'hash' }, entry.previousHash)),
  );
}

function lines(entry: Entry): HTMLElement {
  return h(
    'details',
    {},
    h('summary', {}, say('audit.lines', { count: entry.leaves.length })),
    dataTable(
      say('audit.lines', { count: entry.leaves.length }),
      [
        { heading: say('totals.cell') },
        { heading: `${say('totals.change')} (${unitWord()})`, number: true },
      ],
      entry.leaves.map((leaf) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, cellName(leaf.account!)),
          h('td', { class: 'number' }, formatChange(leaf.amountFen, moneyUnit.value)),
        ),
      ),
    ),
  );
}

export function entryPanel(life: Lifetime, name: string): HTMLElement {
  const shown = panel(say('audit.entry'));
  const note = h('div', {});
  const steps = h('div', {});
  void loadInto(
    shown,
    life,
    () => aggregation.getEntry({ name }),
    (entry) => {
      const check = h('button', { type: 'button' }, say('audit.check_hash'));
      check.addEventListener(
        'click',
        () => void act(check, note, async () => replace(steps, stepTable(await proveEntry(entry)))),
      );
      replace(shown.body, facts(entry), check, note, steps, lines(entry));
      return entry.revision;
    },
  );
  return shown.element;
}
