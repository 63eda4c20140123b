// One upload: how far it came, what was found, and what can be done about it.
import { Code } from '@connectrpc/connect';
import type { Receipt } from '../../../build/generated/yuheng/ingestion/v1/ingestion_service_pb';
import { SubmissionState } from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { Severity } from '../../../build/generated/yuheng/validation/v1/finding_pb';
import { severityCounts, stateBadge } from '../../badges';
import { button } from '../../controls';
import { type Child, h } from '../../dom';
import { pick, say } from '../../language';
import { lastPart } from '../../names';
import { failureNote } from '../../panel';
import { link } from '../../route';
import { type Failure, isPassing } from '../../transport/failure';
import type { UploadProgress } from '../../transport/upload_progress';
import { goOnMaxMs, isUnsent, type Upload, uploads } from '../../transport/uploads';
import { stateWord, verdictWord } from '../../words';
import { findingList } from '../submission/finding_list';
import { locationText } from '../submission/location_text';

function step(how: 'done' | 'doing' | 'undone', ...text: readonly Child[]): HTMLElement {
  return h('li', { class: how }, text);
}

/** Of an upload that nothing was answered to: how it stands. */
const undelivered: Record<
  Upload['standing'],
  (name: string) => ['done' | 'doing' | 'undone', string]
> = {
  waiting: (name) => ['doing', say('portal.waits', { name })],
  sending: (name) => ['doing', say('portal.sending', { name })],
  broken: (name) => ['undone', say('portal.broken', { name, minutes: goOnMaxMs / 60_000 })],
  ended: (name) => ['undone', say('portal.not_sent', { name })],
  failed: (name) => ['undone', say('portal.not_sent', { name })],
  cut: (name) => ['undone', say('portal.not_sent', { name })],
};

/** The department has to do something about these. */
const backStates = [SubmissionState.RETURNED, SubmissionState.UNREADABLE];

const changeText = (state: SubmissionState, reason: string) =>
  reason === stateWord(state) ? reason : `${stateWord(state)} ${reason}`;

const receiptText = (receipt: Receipt): Child => [
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
];

/** Nothing before the service has said something of it: small files are there at once. */
const percentText = ({ there, file }: Upload): string =>
  there > 0n && file.size > 0 ? ` ${Math.floor((Number(there) / file.size) * 100)}%` : '';

function steps(upload: Upload): HTMLElement {
  const { file, from, isStalled, progress, standing } = upload;
  const { receipt, submission, findings, changes } = progress;
  const begun = receipt !== null || findings.length > 0 || submission !== null;
  const { name } = file;
  return h(
    'ol',
    { class: 'steps' },
    begun
      ? step('done', say('portal.sent', { name }))
      : step(
          ...undelivered[standing](name),
          standing === 'sending' && percentText(upload),
          isStalled && ` · ${say('portal.stalled')}`,
        ),
    from > 0n && step('done', say('portal.went_on', { from, size: file.size })),
    receipt !== null && step('done', receiptText(receipt)),
    begun &&
      step(
        submission === null ? 'doing' : 'done',
        submission === null
          ? [
              say('portal.step_checking'),
              findings.length > 0 &&
                ` ${say('portal.findings_so_far', { count: findings.length })}`,
            ]
          : say('portal.step_checked'),
      ),
    // That it was received, the receipt says.
    changes
      .filter(({ state }) => state !== SubmissionState.RECEIVED)
      .map(({ state, reason }) =>
        step(backStates.includes(state) ? 'undone' : 'done', changeText(state, pick(reason))),
      ),
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

/** Sent again only where the same file may be taken then. */
function failed(upload: Upload, failure: Failure): Child {
  const again = () => uploads.again(upload);
  if (failure.code !== Code.Unauthenticated)
    return failureNote(failure, isPassing(failure) ? again : undefined);
  return h(
    'div',
    { class: 'failure', role: 'alert' },
    h('p', {}, say(isUnsent(upload) ? 'portal.unsent' : 'portal.cut_off_received')),
    isUnsent(upload) && button(say('portal.send_now'), again, { class: 'primary' }),
  );
}

/** How it stands with an upload that did not come to its end, and what can be done. */
function trouble(upload: Upload): Child {
  const again = () => uploads.again(upload);
  const cancel = () =>
    button(say('action.cancel'), () => uploads.cutOff(upload), { class: 'quiet' });
  switch (upload.standing) {
    case 'waiting':
    case 'sending':
      return cancel();
    case 'broken':
      return [
        // In its own words, where a service gave any.
        upload.failure !== null &&
          upload.failure.zh !== '' &&
          h('p', { class: 'note' }, pick(upload.failure)),
        button(say('portal.go_on'), again, { class: 'primary' }),
        ' ',
        cancel(),
      ];
    case 'failed':
      return upload.failure !== null && failed(upload, upload.failure);
    case 'cut':
      return h(
        'div',
        { class: 'failure', role: 'alert' },
        h(
          'p',
          {},
          say(upload.progress.receipt === null ? 'portal.cut_off' : 'portal.cut_off_received'),
        ),
        upload.progress.receipt === null && button(say('action.retry'), again),
      );
    case 'ended':
      return null;
  }
}

export const uploadCard = (upload: Upload): HTMLElement =>
  h('div', { class: 'upload' }, steps(upload), trouble(upload), outcome(upload.progress));
