import { afterEach, expect, it } from 'vitest';
import { mayOpen } from '../../src/doors';
import { viewNames } from '../../src/route';
import { type Role, session } from '../../src/session';

const nobody = session.value;
afterEach(() => {
  session.value = nobody;
});

const openTo = (...roles: Role[]) => {
  session.value = { ...nobody, signedIn: roles.length > 0, roles };
  return viewNames.filter(mayOpen);
};

it('EachRole_IsLedOnlyWhereItIsOfUse', () => {
  expect(openTo()).toEqual(['totals', 'compare']);
  expect(openTo('viewer')).toEqual(['totals', 'compare']);
  expect(openTo('clerk')).toEqual(['totals', 'compare', 'progress', 'portal', 'submission']);
  expect(openTo('auditor')).toEqual(['totals', 'compare', 'progress', 'submission', 'audit']);
  expect(openTo('reviewer')).toEqual([
    'totals',
    'compare',
    'progress',
    'review',
    'submission',
    'audit',
  ]);
  expect(openTo('operator')).toEqual([]);
});

it('WithoutIdentities_AllIsOpen', () => {
  session.value = { ...nobody, required: false };
  expect(viewNames.every(mayOpen)).toBe(true);
});
