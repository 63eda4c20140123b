// The department's explanations, with those that later versions made void.
import {
  type Waiver,
  WaiverState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { dataTable, emptyNote } from '../../controls';
import { h, replace } from '../../dom';
import { pick, say, sayKey, type TextKey } from '../../language';
import { panel } from '../../panel';
import { formatTime } from '../../time';
import { actorWord } from '../../words';

const stateKeys: Record<WaiverState, TextKey> = {
  [WaiverState.UNSPECIFIED]: 'common.none',
  [WaiverState.ACTIVE]: 'waiver.active',
  [WaiverState.LAPSED]: 'waiver.lapsed',
  [WaiverState.RESOLVED]: 'waiver.resolved',
  [WaiverState.DELETED]: 'waiver.deleted',
};

export function waiverPanel(waivers: readonly Waiver[]): HTMLElement {
  const shown = panel(say('waiver.title'));
  shown.showLoaded();
  replace(
    shown.body,
    waivers.length === 0
      ? emptyNote(say('waiver.empty'))
      : dataTable(
          say('waiver.title'),
          [
            { heading: say('progress.rule') },
            { heading: say('waiver.finding') },
            { heading: say('finding.explanation') },
            { heading: say('common.who') },
            { heading: say('progress.state') },
          ],
          waivers.map((waiver) =>
            h(
              'tr',
              {},
              h('td', {}, h('code', {}, waiver.finding?.rule)),
              h('td', {}, pick(waiver.finding?.message)),
              h('td', {}, waiver.text),
              h('td', {}, `${actorWord(waiver.actor)} ${formatTime(waiver.createTime)}`),
              h(
                'td',
                {},
                sayKey(stateKeys[waiver.state]),
                waiver.origin !== '' && ` · ${say('waiver.carried')}`,
              ),
            ),
          ),
        ),
  );
  return shown.element;
}
