// One submission: the document and its findings side by side, what can be done
// about them, how it came to stand where it does.
import type { Finding } from '../../../build/generated/yuheng/validation/v1/finding_pb';
import { Severity } from '../../../build/generated/yuheng/validation/v1/finding_pb';
import {
  type Submission,
  SubmissionState,
  type Waiver,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { button, emptyNote, select } from '../../controls';
import { ask, textField } from '../../dialog';
import { ownerLabel } from '../../directory';
import { h, replace } from '../../dom';
import { pick, say } from '../../language';
import { type Asked, failureNote, loadInto, panel } from '../../panel';
import { link, remember, route } from '../../route';
import { actor, has } from '../../session';
import { ingestion } from '../../transport/clients';
import { failureOf } from '../../transport/failure';
import { severitySlug, severityWord, stageWord } from '../../words';
import type { View } from '../view';
import { decisionButtons } from './decisions';
import { type DocumentView, documentView } from './document_view';
import { factList, history } from './facts';
import { findingList } from './finding_list';
import { marksOf } from './marks';
import { versionPanel } from './versions';
import { waiverPanel } from './waiver_panel';

const waiverLengthMax = 660; // 2000 bytes of Chinese
const severities = [Severity.NOTE, Severity.WARNING, Severity.ERROR];

/** A document may be explained until it is final in a way that nothing follows. */
const explainable = (submission: Submission) =>
  ![
    SubmissionState.WITHDRAWN,
    SubmissionState.SUPERSEDED,
    SubmissionState.UNREADABLE,
    SubmissionState.RECEIVED,
    SubmissionState.CHECKED,
  ].includes(submission.state);

async function load(name: string) {
  const [submission, found, waivers] = await Promise.all([
    ingestion.getSubmission({ name }),
    ingestion.listFindings({ parent: name }),
    ingestion.listWaivers({ parent: name }),
  ]);
  // Bytes that are no document have no content either.
  const document =
    submission.state === SubmissionState.UNREADABLE ? null : await ingestion.getDocument({ name });
  return { submission, found, waivers: waivers.waivers, document };
}

export const submissionView: View = (life) => {
  const { name = '', at = '', rule = '' } = route.value.parameters;
  const title = h('h1', {}, say('submission.title'));
  const facts = panel(say('submission.facts'), {
    actions: button(say('action.reload'), () => void showAll(), { class: 'quiet' }),
  });
  const findings = panel(say('submission.findings'), { class: 'finding-panel' });
  const content = panel(say('submission.document'), { class: 'document-panel' });
  const below = h('div', { class: 'columns' });
  const parts = [facts, findings, content];
  /** They are read together, and fail together. */
  const together: Asked = {
    showLoading: () => parts.forEach((part) => part.showLoading()),
    showLoaded: () => parts.forEach((part) => part.showLoaded()),
    showFailure: (failure, retry) => parts.forEach((part) => part.showFailure(failure, retry)),
  };
  let least: Severity = Severity.WARNING;
  let onlyRule = rule;
  let shownDocument: DocumentView | null = null;
  let showFindings = () => undefined as void;

  const showAll = () =>
    loadInto(
      together,
      life,
      () => load(name),
      ({ submission, found, waivers, document }) => {
        const period = `${say('common.year_of', { year: submission.fiscalYear })} ${stageWord(submission.stage)}`;
        replace(title, ownerLabel(submission.name, submission.unit), ' · ', period);
        replace(
          facts.body,
          factList(submission, life.signal),
          decisionButtons(submission, () => void showAll()),
        );
        const mayExplain = has('clerk', 'department_head') && explainable(submission);
        showFindings = () => {
          if (found.findings.length > 0 && found.findings.every((one) => one.severity < least))
            least = Severity.NOTE;
          replace(
            findings.actions,
            select(
              say('submission.least'),
              severities.map((severity) => ({
                value: severitySlug(severity),
                text: severityWord(severity),
              })),
              severitySlug(least),
              (slug) => {
                least = severities.find((severity) => severitySlug(severity) === slug)!;
                showFindings();
              },
              { class: 'inline' },
            ),
            onlyRule !== '' &&
              h(
                'button',
                {
                  type: 'button',
                  class: 'quiet',
                  onclick: () => {
                    onlyRule = '';
                    remember({ rule: '' });
                    showFindings();
                  },
                },
                `${onlyRule} ✕`,
              ),
          );
          replace(
            findings.body,
            submission.verdict === undefined && emptyNote(say('verdict.none')),
            submission.verdict !== undefined &&
              findingList(
                { findings: found.findings, groups: found.groups, waivers, least, rule: onlyRule },
                {
                  ...(document === null
                    ? {}
                    : {
                        document,
                        show: (place) => void shownDocument?.show(place.address, 'reader'),
                      }),
                  ...(mayExplain
                    ? {
                        explain: (finding) => void explain(finding, showAll),
                        unexplain: (waiver) => void unexplain(waiver, showAll),
                      }
                    : {}),
                },
              ),
          );
        };
        if (document === null) {
          shownDocument = null;
          replace(content.body, emptyNote(pick(submission.history.at(-1)?.reason)));
        } else {
          // A marked place shows its findings, all severities of them.
          const press = (address: string) => {
            const position = found.findings.findIndex((one) =>
              one.places.some((place) => place.address === address),
            );
            least = Severity.NOTE;
            onlyRule = '';
            showFindings();
            const card = findings.body.querySelector<HTMLElement>(
              `[data-finding="${found.findings[position]?.id}"]`,
            );
            card?.scrollIntoView({ block: 'center' });
            card?.classList.add('shown');
          };
          shownDocument = documentView(document, press);
          shownDocument.mark(marksOf(found.findings, found.groups));
          replace(content.body, shownDocument.element);
        }
        showFindings();
        replace(
          below,
          h('div', { class: 'column-wide' }, versionPanel(life, submission)),
          h('div', { class: 'column-narrow' }, historyPanel(submission), waiverPanel(waivers)),
        );
        const first = found.groups[0]?.culprit?.address;
        if (at !== '') shownDocument?.show(at, 'reader');
        else if (first !== undefined) shownDocument?.show(first, 'opening');
      },
    );

  const explain = async (finding: Finding, after: () => Promise<void>) => {
    const text = await ask(
      say('finding.explain'),
      [
        h('p', {}, pick(finding.message)),
        textField('text', say('finding.explanation'), {
          required: true,
          rows: 5,
          max: waiverLengthMax,
        }),
      ],
      say('finding.explain'),
      (form) => String(form.get('text')).trim(),
    );
    if (text === null) return;
    await attempt(
      () =>
        ingestion.createWaiver({
          parent: name,
          waiverId: finding.id,
          waiver: { text, actor: actor() },
        }),
      after,
    );
  };
  const unexplain = (waiver: Waiver, after: () => Promise<void>) =>
    attempt(() => ingestion.deleteWaiver({ name: waiver.name, actor: actor() }), after);
  const attempt = async (call: () => Promise<unknown>, after: () => Promise<void>) => {
    try {
      await call();
      await after();
    } catch (thrown) {
      findings.body.prepend(failureNote(failureOf(thrown)));
    }
  };

  // Paper can't be asked for what is left out on the screen.
  let onScreen: { least: Severity; onlyRule: string } = { least, onlyRule };
  const print = () => {
    onScreen = { least, onlyRule };
    least = Severity.NOTE;
    onlyRule = '';
    showFindings();
  };
  const printed = () => {
    ({ least, onlyRule } = onScreen);
    showFindings();
  };
  window.addEventListener('beforeprint', print);
  window.addEventListener('afterprint', printed);
  life.add(() => {
    window.removeEventListener('beforeprint', print);
    window.removeEventListener('afterprint', printed);
  });

  void showAll();
  return h(
    'div',
    { class: 'view submission' },
    h(
      'div',
      { class: 'view-head' },
      title,
      has('reviewer', 'finance_head') && h('a', { href: link('review') }, say('review.back')),
    ),
    facts.element,
    h('div', { class: 'side-by-side' }, findings.element, content.element),
    below,
  );
};

function historyPanel(submission: Submission): HTMLElement {
  const shown = panel(say('submission.history'));
  shown.showLoaded();
  replace(shown.body, history(submission));
  return shown.element;
}
