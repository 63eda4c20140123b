// One submission: the document and its findings side by side, what can be done
// about them, how it came to stand where it does.
import { Code } from '@connectrpc/connect';
import type { Document } from '../../../build/generated/yuheng/budget/v1/document_pb';
import type { Finding } from '../../../build/generated/yuheng/validation/v1/finding_pb';
import { Severity } from '../../../build/generated/yuheng/validation/v1/finding_pb';
import {
  type Submission,
  SubmissionState,
  type Waiver,
  WaiverState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { button, emptyNote, select } from '../../controls';
import { ask, textField } from '../../dialog';
import { ownerLabel } from '../../directory';
import { h, replace, scrollWithin } from '../../dom';
import { pick, say } from '../../language';
import { departmentOf, lastPart } from '../../names';
import { formatMoney } from '../../money';
import { type Asked, failureNote, followStatus, loadInto, panel } from '../../panel';
import { periodText } from '../../period';
import { link, remember, route } from '../../route';
import { actor, has } from '../../session';
import { ingestion } from '../../transport/clients';
import { failureOf } from '../../transport/failure';
import { watchSubmissions } from '../../watch/streams';
import { moneyUnit, unitWord } from '../../settings';
import { severitySlug, severityWord } from '../../words';
import type { View } from '../view';
import { printedCells } from './cells';
import { decisionButtons, type Stake } from './decisions';
import { type DocumentView, documentView } from './document_view';
import { factList, history, staleNote } from './facts';
import { findingList } from './finding_list';
import { lookedAtFirst, marksOf } from './marks';
import { backNote } from './returned';
import { versionPanel } from './versions';
import { waiverPanel } from './waiver_panel';

const waiverLengthMax = 660; // 2000 bytes of Chinese
/** Between two readings of what changes in a burst. */
const refreshMs = 1_000;
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

/**
 * A document stays what its bytes say: it is read once. Findings are read behind the state
 * that they led to, or they might be those of the check before.
 */
async function load(name: string, known: Document | null = null) {
  const submission = await ingestion.getSubmission({ name });
  const [found, waivers] = await Promise.all([
    ingestion.listFindings({ parent: name }),
    ingestion.listWaivers({ parent: name }),
  ]);
  // Bytes that are no document have no content either.
  const document =
    submission.state === SubmissionState.UNREADABLE
      ? null
      : (known ?? (await ingestion.getDocument({ name })));
  return { submission, found, waivers: waivers.waivers, document };
}
type Loaded = Awaited<ReturnType<typeof load>>;

/** What a list of findings is told from another by. */
const findingIds = ({ findings }: Loaded['found']) =>
  findings.map(({ id, severity }) => `${id}${severity}`).join();

/** Whether nothing of what is shown is another. */
export const same = (a: Loaded, b: Loaded) =>
  a.submission.etag === b.submission.etag &&
  findingIds(a.found) === findingIds(b.found) &&
  a.submission.verdictStale === b.submission.verdictStale &&
  a.waivers.length === b.waivers.length &&
  a.waivers.every(({ name, state }, index) => {
    const other = b.waivers[index]!;
    return other.name === name && other.state === state;
  });

/** What of a document nobody has explained, and what it spends. */
export function stakeOf({ found, waivers, document }: Loaded): Stake {
  const explained = new Set(
    waivers
      .filter(({ state }) => state === WaiverState.ACTIVE)
      .map((waiver) => lastPart(waiver.name)),
  );
  const spending = document === null ? undefined : printedCells(document).get('T1:ex:ALL');
  return {
    amount:
      spending === undefined ? '' : `${formatMoney(spending.fen, moneyUnit.value)} ${unitWord()}`,
    unexplained: found.findings.filter(
      ({ id, severity }) => severity >= Severity.WARNING && !explained.has(id),
    ).length,
  };
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
    showFailure(failure, retry) {
      if (failure.code === Code.NotFound)
        replace(view, title, h('p', { class: 'notice', role: 'alert' }, say('submission.unknown')));
      else parts.forEach((part) => part.showFailure(failure, retry));
    },
  };
  let least: Severity = Severity.WARNING;
  let onlyRule = rule;
  let shownDocument: DocumentView | null = null;

  let shown: Loaded | null = null;
  let watching = false;
  let markedFindings = '';

  const showAll = () =>
    loadInto(
      together,
      life,
      () => load(name),
      (loaded) => {
        draw(loaded);
        const { submission, found } = loaded;
        const first = lookedAtFirst(found.findings, found.groups);
        if (at !== '') {
          shownDocument?.show(at, 'reader');
          pointOut(at, scrollWithin);
        } else if (first !== null) shownDocument?.show(first, 'opening');
        watch(submission);
      },
    );
  /** As somebody changed it, here or elsewhere; its reader stays where they are. */
  const refresh = async () => {
    if (shown === null) return;
    try {
      const now = await load(name, shown.document);
      if (!life.signal.aborted && !same(shown, now)) draw(now);
    } catch (thrown) {
      if (!life.signal.aborted) facts.showFailure(failureOf(thrown), () => void refresh());
    }
  };
  const watch = (submission: Submission) => {
    if (watching) return;
    watching = true;
    const { fiscalYear, stage } = submission;
    const { watcher, release } = watchSubmissions({
      name: departmentOf(submission.name),
      fiscalYear,
      stage,
    });
    life.add(release);
    life.followCalmly(watcher.rows, (rows) => rows !== null && void refresh(), refreshMs);
    followStatus(life, watcher, facts);
  };

  const draw = (loaded: Loaded) => {
    const { submission, found, document } = loaded;
    shown = loaded;
    replace(title, ownerLabel(submission.name, submission.unit), ' · ', periodText(submission));
    replace(
      facts.body,
      backNote(submission),
      staleNote(submission),
      factList(submission, life.signal),
      decisionButtons(submission, stakeOf(loaded), (after) => {
        // At once, with what follows from it as soon as that is read.
        draw({ ...loaded, submission: after });
        void refresh();
      }),
    );
    if (document === null) {
      shownDocument = null;
      replace(content.body, emptyNote(pick(submission.history.at(-1)?.reason)));
    } else if (shownDocument === null || findingIds(found) !== markedFindings) {
      if (shownDocument === null) {
        shownDocument = documentView(document, press);
        replace(content.body, shownDocument.element);
      }
      shownDocument.mark(marksOf(found.findings, found.groups));
      markedFindings = findingIds(found);
    }
    showFindings();
    replace(
      below,
      h('div', { class: 'column-wide' }, versionPanel(life, submission)),
      h('div', { class: 'column-narrow' }, historyPanel(submission), waiverPanel(loaded.waivers)),
    );
  };

  /** Of a place its finding, whatever the list was reduced to; there may be none. */
  const pointOut = (address: string, scroll: (frame: Element, card: Element) => void) => {
    const finding = shown?.found.findings.find((one) =>
      one.places.some((place) => place.address === address),
    );
    if (finding === undefined) return;
    if (finding.severity < least) least = Severity.NOTE;
    onlyRule = '';
    showFindings();
    const card = findings.body.querySelector<HTMLElement>(`[data-finding="${finding.id}"]`);
    if (card === null) return;
    scroll(findings.body, card);
    card.classList.add('shown');
  };
  const press = (address: string) =>
    pointOut(address, (_, card) => card.scrollIntoView({ block: 'center' }));

  const showFindings = () => {
    if (shown === null) return;
    const { submission, found, waivers, document } = shown;
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
        button(
          `${onlyRule} ✕`,
          () => {
            onlyRule = '';
            remember({ rule: '' });
            showFindings();
          },
          { class: 'quiet' },
        ),
    );
    const mayExplain = has('clerk', 'department_head') && explainable(submission);
    const before = findings.body.scrollTop;
    replace(
      findings.body,
      trouble,
      submission.verdict === undefined && emptyNote(say('verdict.none')),
      submission.verdict !== undefined &&
        findingList(
          { findings: found.findings, groups: found.groups, waivers, least, rule: onlyRule },
          {
            ...(document === null
              ? {}
              : { document, show: (place) => void shownDocument?.show(place.address, 'reader') }),
            ...(mayExplain
              ? {
                  explain: (finding) => void explain(finding),
                  explainable: new Set(found.explainable),
                  unexplain: (waiver) => void unexplain(waiver),
                }
              : {}),
          },
        ),
    );
    findings.body.scrollTop = before;
  };

  const explain = async (finding: Finding) => {
    const given = await ask(
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
      (form) =>
        ingestion.createWaiver({
          parent: name,
          waiverId: finding.id,
          waiver: { text: String(form.get('text')).trim(), actor: actor() },
        }),
      { doing: say('decision.doing') },
    );
    if (given !== null) await refresh();
  };
  const trouble = h('div', {});
  const unexplain = async (waiver: Waiver) => {
    replace(trouble);
    try {
      await ingestion.deleteWaiver({ name: waiver.name, actor: actor() });
      await refresh();
    } catch (thrown) {
      replace(trouble, failureNote(failureOf(thrown)));
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

  const view = h(
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
  void showAll();
  return view;
};

function historyPanel(submission: Submission): HTMLElement {
  const shown = panel(say('submission.history'));
  shown.showLoaded();
  replace(shown.body, history(submission));
  return shown.element;
}
