// The auditor's view: ledgers, their chain, proofs of figures, verification.
import { h } from '../../dom';
import { say } from '../../language';
import { currentPeriod, periodControls } from '../../period';
import { route } from '../../route';
import { has } from '../../session';
import type { View } from '../view';
import { entryPanel } from './entry_panel';
import { ledgerPanel } from './ledger_panel';
import { proofPanel } from './proof_panel';
import { verifyPanel } from './verify_panel';

export const auditView: View = (life) => {
  const { entry = '' } = route.value.parameters;
  const proves = has('auditor', 'finance_head');
  return h(
    'div',
    { class: 'view' },
    h('div', { class: 'view-head' }, h('h1', {}, say('audit.title')), periodControls()),
    entry !== '' && entryPanel(life, entry),
    proves && verifyPanel(life),
    proves && proofPanel(life, currentPeriod()),
    ledgerPanel(life),
  );
};
