// The bureau's desk: send, see what was found, explain, send again.
import type { Submission } from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { severityCounts, stateBadge, versionText } from '../../badges';
import { button, dataTable, emptyNote } from '../../controls';
import { downloadCsv } from '../../csv';
import { departmentLabel, ownerLabel } from '../../directory';
import { h, replace } from '../../dom';
import { downloadPieces, workbookType } from '../../download';
import { say } from '../../language';
import { act, loadInto, panel } from '../../panel';
import { currentPeriod, periodControls, periodText } from '../../period';
import { link, route } from '../../route';
import { department, deskDepartment, prefecture } from '../../session';
import { formatTime } from '../../time';
import { ingestion, reporting, streaming } from '../../transport/clients';
import { lastPart } from '../../names';
import { stageWord } from '../../words';
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
    h(
      'td',
      {},
      stateBadge(submission.state),
      submission.test && h('span', { class: 'badge' }, say('submission.test')),
    ),
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

export const portalView: View = (life) => {
  const period = currentPeriod();
  const own = deskDepartment(route.value.parameters['department'] ?? '');
  const parent = own === '' ? prefecture() : department(own);
  const files = panel(say('portal.files'), {
    actions: button(say('action.reload'), () => load(), { class: 'quiet' }),
  });
  const load = () =>
    void loadInto(
      files,
      life,
      () => ingestion.listSubmissions({ parent, pageSize: listedMax }),
      ({ submissions }) =>
        replace(
          files.body,
          submissions.length === 0
            ? emptyNote()
            : dataTable(
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
              ),
        ),
    );
  load();
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
    uploadPanel(life, period, own, load),
    files.element,
  );
};
