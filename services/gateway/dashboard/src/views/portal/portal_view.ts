// The bureau's desk: send, see what was found, explain, send again.
import {
  type Submission,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { severityCounts, stateBadge, versionText } from '../../badges';
import { button, dataTable, emptyNote } from '../../controls';
import { downloadCsv } from '../../csv';
import { codedOwner, departmentLabel } from '../../directory';
import { h, replace } from '../../dom';
import { downloadPieces, workbookType } from '../../download';
import { say } from '../../language';
import { act, followStatus, panel } from '../../panel';
import { currentPeriod, periodControls, periodText } from '../../period';
import { link, route } from '../../route';
import { department, deskDepartment, has, prefecture } from '../../session';
import { formatTime } from '../../time';
import { ingestion, reporting, streaming } from '../../transport/clients';
import { lastPart } from '../../names';
import { actorWord } from '../../words';
import { followList } from '../../watch/followed_list';
import { watchSubmissions } from '../../watch/streams';
import { backReason } from '../submission/returned';
import type { View } from '../view';
import { detailTemplate } from './detail_template';
import { uploadPanel } from './upload_panel';

const listedMax = 50;

function submissionRow(submission: Submission): HTMLTableRowElement {
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      h(
        'a',
        { href: link('submission', { name: submission.name }) },
        lastPart(submission.name).slice(0, 10),
      ),
    ),
    h('td', {}, stateBadge(submission.state), backReason(submission)),
    h('td', {}, submission.verdict !== undefined && severityCounts(submission.verdict)),
    h('td', {}, codedOwner(submission.name, submission.unit)),
    h('td', {}, periodText(submission)),
    h('td', {}, versionText(submission)),
    h('td', { class: 'time' }, formatTime(submission.receiveTime)),
    h('td', {}, submission.fileName),
  );
}

const submissionTable = (submissions: readonly Submission[]) =>
  dataTable(
    say('portal.files'),
    [
      { heading: say('submission.receipt') },
      { heading: say('progress.state') },
      { heading: say('progress.findings') },
      { heading: say('common.department') },
      { heading: say('common.stage') },
      { heading: say('submission.version') },
      { heading: say('progress.received') },
      { heading: say('submission.file') },
    ],
    submissions.map(submissionRow),
  );

/** What waits for the department's head: what tells one from another stands first. */
const confirmTable = (submissions: readonly Submission[]) =>
  dataTable(
    say('portal.to_confirm'),
    [
      { heading: say('submission.document') },
      { heading: say('progress.received') },
      { heading: say('progress.findings') },
      { heading: say('review.sent_by') },
      { heading: say('submission.file') },
    ],
    submissions.map((submission) =>
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          h(
            'a',
            { href: link('submission', { name: submission.name }) },
            `${versionText(submission)} · ${periodText(submission)} · ${codedOwner(submission.name, submission.unit)}`,
          ),
        ),
        h('td', { class: 'time' }, formatTime(submission.receiveTime)),
        h('td', {}, submission.verdict !== undefined && severityCounts(submission.verdict)),
        h('td', {}, actorWord(submission.history[0]?.actor ?? '')),
        h('td', {}, submission.fileName),
      ),
    ),
  );

export const portalView: View = (life) => {
  const period = currentPeriod();
  const own = deskDepartment(route.value.parameters['department'] ?? '');
  const parent = own === '' ? prefecture() : department(own);
  const { watcher, release } = watchSubmissions({ name: parent, ...period });
  life.add(release);
  const files = panel(say('portal.files'));
  const toConfirm = panel(say('portal.to_confirm'));
  toConfirm.element.hidden = true;
  followStatus(life, watcher, toConfirm);
  const awaits = SubmissionState.AWAITING_CONFIRMATION;
  const list = followList(
    life,
    files,
    watcher,
    () =>
      Promise.all([
        ingestion.listSubmissions({ parent, pageSize: listedMax }),
        has('department_head')
          ? ingestion.listSubmissions({ parent, pageSize: listedMax, state: awaits })
          : { submissions: [] },
      ]),
    ([{ submissions }, { submissions: waiting }]) => {
      toConfirm.element.hidden = waiting.length === 0;
      replace(
        toConfirm.body,
        h('p', {}, say('portal.to_confirm_note', { count: waiting.length })),
        confirmTable(waiting),
      );
      replace(
        files.body,
        submissions.length === 0
          ? emptyNote(say('portal.files_none'))
          : submissionTable(submissions),
      );
    },
  );
  const note = h('div', {});
  const whose = own === '' ? say('totals.prefecture') : departmentLabel(own);
  const workbook = button(
    say('portal.tables'),
    () =>
      void act(workbook, note, () =>
        downloadPieces(
          `${whose} ${periodText(period)}.xlsx`,
          reporting.renderWorkbook({ tables: { name: parent, ...period } }, streaming(life.signal)),
          workbookType,
        ),
      ),
  );
  return h(
    'div',
    { class: 'view' },
    h('div', { class: 'view-head' }, h('h1', {}, say('portal.title')), periodControls()),
    h(
      'div',
      { class: 'downloads' },
      button(say('portal.detail_template'), () =>
        downloadCsv(
          `${whose} ${period.fiscalYear}`,
          detailTemplate(own === '' ? '' : whose, period.fiscalYear),
        ),
      ),
      workbook,
      note,
    ),
    toConfirm.element,
    uploadPanel(life, period, own, () => void list.load()),
    files.element,
  );
};
