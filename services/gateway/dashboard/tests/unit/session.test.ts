import { Code } from '@connectrpc/connect';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  changedElsewhere,
  checkSession,
  deskDepartment,
  loadSession,
  session,
  signOut,
} from '../../src/session';
import { chosenScope } from '../../src/scope_choice';
import { route } from '../../src/route';
import { failureOf } from '../../src/transport/failure';

const li = { signedIn: true, required: true, subject: 'li', roles: ['reviewer'] };

/** The gateway: what it answers to GET and DELETE of /session. */
const answers = { get: () => Response.json(li), delete: () => new Response(null, { status: 204 }) };
const gateway = { ...answers };

beforeEach(async () => {
  Object.assign(gateway, answers);
  vi.stubGlobal('fetch', (_: string, { method }: { method: string }) =>
    Promise.resolve(method === 'DELETE' ? gateway.delete() : gateway.get()),
  );
  await loadSession();
});
afterEach(() => vi.unstubAllGlobals());

it('SignOutThatFails_SaysSoAndSignsNobodyOut', async () => {
  gateway.delete = () => Response.json({ code: 'unavailable' }, { status: 503 });
  const failure = await signOut().catch(failureOf);
  expect(failure).toMatchObject({ code: Code.Unavailable });
  expect(session.value.subject).toBe('li');
});

it('WhoSignedOut_IsSignedOutEvenIfNobodySaysWhoReadsNow', async () => {
  gateway.get = () => Response.json({ code: 'unavailable' }, { status: 503 });
  await signOut();
  expect(session.value).toMatchObject({ signedIn: false, required: true, roles: [] });
});

it('Check_TellsOnlyOfAnotherSession', async () => {
  const told = vi.fn();
  const stop = session.listen(told);
  gateway.get = () => Response.json({ ...li, expiresAt: '2030-01-01T00:00:00Z' });
  await checkSession();
  expect(told).not.toHaveBeenCalled();
  gateway.get = () => Response.json({ signedIn: false });
  await checkSession();
  expect(told).toHaveBeenCalledTimes(1);
  expect(session.value.signedIn).toBe(false);
  stop();
});

it('Desk_IsThatOfADepartmentOfTheirsThatIsAskedFor', async () => {
  gateway.get = () =>
    Response.json({ ...li, roles: ['clerk'], departments: ['201', '203'], units: ['104/104001'] });
  await loadSession();
  expect(deskDepartment('')).toBe('201');
  expect(deskDepartment('203')).toBe('203');
  expect(deskDepartment('104')).toBe('104');
  expect(deskDepartment('999')).toBe('201');
  gateway.get = () => Response.json(li);
  await loadSession();
  expect(deskDepartment('')).toBe('');
  expect(deskDepartment('999')).toBe('999');
});

it('ChangeInAnotherTab_TakesEverythingAwayAtOnce', async () => {
  let asked!: (answer: Response) => void;
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (asked = resolve)));
  const changed = changedElsewhere('wang');
  expect(session.value).toMatchObject({ signedIn: false, subject: '', ended: true });
  asked(Response.json({ ...li, subject: 'wang' }));
  await changed;
  expect(session.value).toMatchObject({ signedIn: true, subject: 'wang', ended: false });
});

it('WhoSignsOutHere_IsNotToldThatTheirSessionEnded', async () => {
  gateway.get = () => Response.json({ signedIn: false });
  await signOut();
  expect(session.value).toMatchObject({ signedIn: false, ended: false });
});

it('ClerkOfUnits_SeesTheirFiguresAndNotTheDepartments', async () => {
  gateway.get = () =>
    Response.json({
      ...li,
      division: '652300',
      roles: ['clerk'],
      departments: ['203'],
      units: ['201/201002', '201/201003'],
    });
  await loadSession();
  const shown = (parameters: Record<string, string>) => {
    route.value = { view: 'totals', parameters };
    return chosenScope().replace('prefectures/652300/departments/', '');
  };
  expect(shown({ department: '203' })).toBe('203');
  expect(shown({ department: '201' })).toBe('201/units/201002');
  expect(shown({ department: '201', unit: '201003' })).toBe('201/units/201003');
});
