// The entries of a ledger, or of all, and whether each holds the hash of the one before.
import type { Entry } from '../../../build/generated/yuheng/ledger/v1/entry_pb';
import { button, dataTable, emptyNote } from '../../controls';
import { departmentChoice } from '../../department_choice';
import { ownerLabel } from '../../directory';
import { h, replace } from '../../dom';
import { say } from '../../language';
import type { Lifetime } from '../../lifetime';
import { departmentOf } from '../../names';
import { loadInto, panel } from '../../panel';
import { periodText } from '../../period';
import { link, remember, route } from '../../route';
import { department, prefecture } from '../../session';
import { formatTime } from '../../time';
import { aggregation } from '../../transport/clients';
import { entryKindWord } from './entry_panel';

const pageSize = 100;
const firstHash = '0'.repeat(64);

/** Whether an entry follows the one before it in its ledger; null where that one is not at hand. */
export function followsChain(entry: Entry, entries: ReadonlyMap<string, Entry>): boolean | null {
  if (entry.seq === 1n) return entry.previousHash === firstHash;
  const before = entries.get(`${departmentOf(entry.name)} ${entry.seq - 1n}`);
  return before === undefined ? null : before.hash === entry.previousHash;
}

export function ledgerPanel(life: Lifetime): HTMLElement {
  let code = route.value.parameters['department'] ?? '';
  let pageToken = '';
  const known = new Map<string, Entry>();
  const choose = (chosen: string) => {
    code = chosen;
    pageToken = '';
    known.clear();
    remember({ department: code });
    load();
  };
  const shown = panel(say('audit.ledger'), {
    actions: departmentChoice(life, code, choose, 'ledger-department'),
  });
  const more = button(say('action.more'), () => load());
  const tableArea = h('div', {});

  const row = (entry: Entry) => {
    const follows = followsChain(entry, known);
    return h(
      'tr',
      {},
      h('td', { class: 'number' }, String(entry.revision)),
      h(
        'th',
        { scope: 'row' },
        h(
          'a',
          { href: link('audit', { department: code, entry: entry.name }) },
          ownerLabel(entry.name, entry.unit),
        ),
      ),
      h('td', { class: 'number' }, String(entry.seq)),
      h('td', {}, entryKindWord(entry.kind)),
      h('td', {}, periodText(entry)),
      h('td', { class: 'time' }, formatTime(entry.commitTime)),
      h('td', {}, h('code', { title: entry.hash }, entry.hash.slice(0, 12))),
      h(
        'td',
        { class: follows === false ? 'bad' : 'good' },
        follows === null ? '—' : follows ? say('audit.linked') : say('audit.broken'),
      ),
    );
  };
  const draw = () =>
    replace(
      tableArea,
      known.size === 0
        ? emptyNote()
        : dataTable(
            say('audit.ledger'),
            [
              { heading: say('audit.revision'), number: true },
              { heading: say('common.department') },
              { heading: say('audit.seq'), number: true },
              { heading: say('audit.kind') },
              { heading: say('common.stage') },
              { heading: say('common.time') },
              { heading: say('audit.hash') },
              { heading: say('audit.chain') },
            ],
            [...known.values()].map(row),
          ),
    );
  const load = () =>
    void loadInto(
      shown,
      life,
      () =>
        aggregation.listEntries({
          parent: code === '' ? prefecture() : department(code),
          pageSize,
          pageToken,
        }),
      (answer) => {
        for (const entry of answer.entries)
          known.set(`${departmentOf(entry.name)} ${entry.seq}`, entry);
        pageToken = answer.nextPageToken;
        more.hidden = pageToken === '';
        draw();
        return answer.entries.at(-1)?.revision;
      },
    );
  replace(shown.body, tableArea, more);
  load();
  return shown.element;
}
