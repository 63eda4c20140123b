// A place of a document that findings may be about.
import type { Cell } from '../../../build/generated/yuheng/budget/v1/document_pb';
import { CellState } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { type Child, h } from '../../dom';
import { say } from '../../language';
import { severitySlug, severityWord } from '../../words';
import type { Mark, Marks } from './marks';

/** What documents are written in, whatever the page is read in. */
export const documentLanguage = 'zh-CN';

/** What a marked place is given, and what pressing it does. */
export interface Marking {
  readonly marks: Marks;
  readonly press: (address: string) => void;
}

function markText(mark: Mark): string {
  const text = say('document.marked', {
    severity: severityWord(mark.severity),
    count: mark.findings.length,
  });
  return mark.culprit ? `${text} ${say('document.suspected')}` : text;
}

/** A place by its address; pressing a marked one shows its findings. */
export function place(address: string, content: Child, { marks, press }: Marking): HTMLElement {
  const mark = marks.get(address);
  if (mark === undefined) return h('span', { 'data-address': address, tabindex: '-1' }, content);
  return h(
    'button',
    {
      type: 'button',
      class: `mark mark-${severitySlug(mark.severity)} ${mark.culprit ? 'mark-culprit' : ''}`,
      'data-address': address,
      title: markText(mark),
      onclick: () => press(address),
    },
    content,
    h('span', { class: 'visually-hidden' }, `（${markText(mark)}）`),
  );
}

export function cellText(cell: Cell | undefined): string {
  switch (cell?.state) {
    case CellState.STATED:
    case CellState.UNREADABLE:
      return cell.printed;
    case CellState.DECLARED_NIL:
      return say('document.nil');
    default:
      return '';
  }
}
