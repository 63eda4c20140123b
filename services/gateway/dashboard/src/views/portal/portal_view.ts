// The bureau's desk: send, see what was found, explain, send again.
import {
  type Submission,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { severityCounts, stateBadge, versionText } from '../../badges';
import { button, dataTable, emptyNote } from '../../controls';
import { downloadCsv } from '../../csv';
import { departmentLabel, ownerLabel } from '../../directory';
import { h, replace } from '../../dom';
import { downloadPieces, workbookType } from '../../download';
import { say } from '../../language';
import { act, panel } from '../../panel';
import { currentPeriod, periodControls, periodText } from '../../period';
import { link, route } from '../../route';
import { department, deskDepartment, has, prefecture } from '../../session';
import { formatTime } from '../../time';
import { ingestion, reporting, streaming } from '../../transport/clients';
import { lastPart } from '../../names';
import { stageWord } from '../../words';
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
    h('td', {}, ownerLabel(submission.name, submission.unit)),
    h(
      'td',
      {},
      `${say('common.year_of', { year: submission.fiscalYear })} ${stageWord(submission.stage)}`,
    ),
    h('td', {}, versionText(submission)),
    h('td', { class: 'time' }, formatTime(submission.receiveTime)),
    h('td', {}, submission.fileName),
  );
}

const submissionTable = (title: string, submissions: readonly Submission[]) =>
  dataTable(
    title,
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

/** What waits for the department's head. */
function confirmPanel(submissions: readonly Submission[]): HTMLElement {
  const title = say('portal.to_confirm', { count: submissions.length });
  const shown = panel(title);
  shown.showLoaded();
  replace(shown.body, submissionTable(title, submissions));
  return shown.element;
}

export const portalView: View = (life) => {
  const period = currentPeriod();
  const own = deskDepartment(route.value.parameters['department'] ?? '');
  const parent = own === '' ? prefecture() : department(own);
  const { watcher, release } = watchSubmissions({ name: parent, ...period });
  life.add(release);
  const files = panel(say('portal.files'));
  const waiting = h('div', {});
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
    ([{ submissions }, { submissions: toConfirm }]) => {
      replace(waiting, toConfirm.length > 0 && confirmPanel(toConfirm));
      replace(
        files.body,
        submissions.length === 0
          ? emptyNote(say('portal.files_none'))
          : submissionTable(say('portal.files'), submissions),
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
    waiting,
    uploadPanel(life, period, own, () => void list.load()),
    files.element,
  );
};
