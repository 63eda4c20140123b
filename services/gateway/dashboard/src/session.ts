// Who reads the page, and what they may do with it.
import { Code, ConnectError } from '@connectrpc/connect';
import { departmentName, prefectureName, unitName } from './names';
import { actorName } from './settings';
import { Signal } from './signal';
import { refusalOf } from './transport/refusal';

export const roles = [
  'clerk',
  'department_head',
  'reviewer',
  'finance_head',
  'auditor',
  'viewer',
  'operator',
] as const;
export type Role = (typeof roles)[number];

export interface Session {
  readonly signedIn: boolean;
  /** False where the cluster runs on loopback without identities: all is open. */
  readonly required: boolean;
  readonly subject: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly departments: readonly string[];
  readonly units: readonly string[];
  readonly expiresAt: string;
  /** The prefecture's division code; "" until the gateway was asked. */
  readonly division: string;
  /** The page's own: somebody was signed in here, and did not sign out here. */
  readonly ended: boolean;
}

const nobody: Session = {
  signedIn: false,
  required: true,
  subject: '',
  displayName: '',
  roles: [],
  departments: [],
  units: [],
  expiresAt: '',
  division: '',
  ended: false,
};

export const session = new Signal<Session>(nobody);
/** Told when somebody signs in or out here, with who reads now. */
export const changedHere = new Signal('');

/** Longest wait for the gateway to say who reads. */
const answerTimeoutMs = 20_000;

async function ask(method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<Response> {
  try {
    return await fetch('/session', {
      method,
      headers: { 'Content-Type': 'application/json', 'Connect-Protocol-Version': '1' },
      signal: AbortSignal.timeout(answerTimeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw ConnectError.from(error, Code.Unavailable);
  }
}

async function read(response: Response): Promise<Session> {
  if (!response.ok) throw await refusalOf(response);
  try {
    return { ...nobody, ...((await response.json()) as Partial<Session>) };
  } catch {
    throw new ConnectError('the answer is no session', Code.Unavailable);
  }
}

export async function loadSession(): Promise<void> {
  session.value = await read(await ask('GET'));
}

export async function signIn(account: string, password: string): Promise<void> {
  session.value = await read(await ask('POST', { account, password }));
  changedHere.value = session.value.subject;
}

export async function signOut(): Promise<void> {
  const response = await ask('DELETE');
  if (!response.ok) throw await refusalOf(response);
  try {
    await loadSession();
  } catch {
    // They are signed out; what can't be reached, panels say.
    session.value = { ...nobody, division: session.value.division };
  }
  changedHere.value = session.value.subject;
}

const rights = (one: Session) => JSON.stringify({ ...one, expiresAt: '', ended: false });

/** Asks who reads; told only where that is another, so that a refusal is not asked about for ever. */
export async function checkSession(): Promise<void> {
  const known = await read(await ask('GET'));
  const before = session.value;
  if (rights(known) === rights(before)) return;
  session.value = { ...known, ended: !known.signedIn && (before.signedIn || before.ended) };
}

/** Somebody else reads in this browser: nobody does here until the gateway says who. */
export async function changedElsewhere(subject: string): Promise<void> {
  const { signedIn, division, ended } = session.value;
  if (subject !== session.value.subject)
    session.value = { ...nobody, division, ended: signedIn || ended };
  await checkSession();
}

/** Whether somebody with one of these roles reads the page; everybody is where no identities are. */
export function has(...wanted: readonly Role[]): boolean {
  const { required, roles: held } = session.value;
  return !required || wanted.some((role) => held.includes(role));
}

/** Who works for some departments only sees those. */
export function isBureau(): boolean {
  return (
    session.value.required &&
    has('clerk', 'department_head') &&
    !has('reviewer', 'finance_head', 'auditor')
  );
}

/** The departments that somebody works for, wholly or for some of their units. */
export function ownDepartments(): string[] {
  const { departments, units } = session.value;
  return [...new Set([...departments, ...units.map((unit) => unit.split('/', 1)[0]!)])];
}

/** Whose desk it is: the department that is asked for, of a bureau one of its own. */
export function deskDepartment(asked: string): string {
  if (!isBureau()) return asked;
  const own = ownDepartments();
  return own.includes(asked) ? asked : (own[0] ?? '');
}

/** The units of a department that somebody works for; null for the whole department. */
export function ownUnits(code: string): string[] | null {
  const { departments, units } = session.value;
  if (!isBureau() || departments.includes(code)) return null;
  return units
    .filter((unit) => unit.startsWith(`${code}/`))
    .map((unit) => unit.slice(code.length + 1));
}

/** What somebody sees figures of before they choose: a bureau may not see the prefecture's. */
export function homeScope(): string {
  const { division } = session.value;
  const [code] = isBureau() ? ownDepartments() : [];
  if (code === undefined) return prefecture();
  const unit = ownUnits(code)?.[0];
  return unit === undefined ? department(code) : unitName(division, code, unit);
}

/** Whether the parts of a total, down to documents, are for this reader. */
export const mayTrace = (): boolean =>
  has('clerk', 'department_head', 'reviewer', 'finance_head', 'auditor');

/** The name that is recorded for what this person does; "" when it must be asked for. */
export function actor(): string {
  return session.value.required ? session.value.subject : actorName.value.trim();
}

export const prefecture = (): string => prefectureName(session.value.division);
export const department = (code: string): string => departmentName(session.value.division, code);
