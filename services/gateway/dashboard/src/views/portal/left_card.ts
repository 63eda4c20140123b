// An upload that was under way when the page was left: what became of it, and going on
// with the same file.
import { stateBadge } from '../../badges';
import { button } from '../../controls';
import { type Child, h, replace } from '../../dom';
import { say } from '../../language';
import type { Lifetime } from '../../lifetime';
import { failureNote } from '../../panel';
import { link } from '../../route';
import { digestOf, hex } from '../../sha256';
import { failureOf } from '../../transport/failure';
import {
  type LeftUpload,
  leftUploads,
  type WhatBecame,
  whatBecameOf,
} from '../../transport/left_uploads';
import { uploads } from '../../transport/uploads';

/** Goes on with the file that is chosen, if it is the one. */
function fileChoice(left: LeftUpload, note: Element): Child {
  const { documentSha256 = new Uint8Array() } = left.header;
  const input = h('input', {
    type: 'file',
    hidden: true,
    onchange: async () => {
      const [file] = input.files ?? [];
      if (file === undefined) return;
      const digest = await digestOf(file);
      if (digest !== null && hex(digest) === hex(documentSha256)) uploads.takeUp(left, file);
      else replace(note, h('p', { class: 'failure', role: 'alert' }, say('portal.other_file')));
    },
  });
  const choose = button(say('portal.choose_again'), () => input.click(), { class: 'primary' });
  return [input, choose];
}

export function leftCard(left: LeftUpload, life: Lifetime): HTMLElement {
  const { fileName = '', requestId, documentSizeBytes: size = 0n } = left.header;
  const note = h('div', {});
  const told = h('div', { 'aria-live': 'polite' });
  const show = ({ submission, bytesThere }: WhatBecame) =>
    replace(
      told,
      submission === null
        ? [
            h(
              'p',
              {},
              bytesThere === 0n
                ? say('portal.left_nothing', { name: fileName })
                : say('portal.left_part', { name: fileName, there: bytesThere, size }),
            ),
            fileChoice(left, note),
          ]
        : h(
            'p',
            { class: 'outcome', role: 'status' },
            say('portal.left_received', { name: fileName }),
            ' ',
            stateBadge(submission.state),
            ' ',
            h('a', { href: link('submission', { name: submission.name }) }, say('portal.open')),
          ),
      ' ',
      button(say('portal.dismiss'), () => leftUploads.forget(requestId), { class: 'quiet' }),
      note,
    );
  const ask = async () => {
    try {
      const became = await whatBecameOf(left, life.signal);
      if (!life.signal.aborted) show(became);
    } catch (thrown) {
      if (life.signal.aborted) return;
      replace(
        told,
        failureNote(failureOf(thrown), () => void ask()),
      );
    }
  };
  void ask();
  return h('div', { class: 'upload left-upload' }, told);
}
