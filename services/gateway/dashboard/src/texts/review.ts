import { catalogue } from './catalogue';

export const reviewTexts = catalogue({
  'decision.accept': ['受理', 'Accept'],
  'decision.confirm': ['确认报送', 'Confirm'],
  'decision.correct_by': ['更正期限', 'Correct by'],
  'decision.decline': ['不予确认', 'Decline'],
  'decision.return': ['退回', 'Return'],
  'decision.withdraw': ['撤回', 'Withdraw'],
});
