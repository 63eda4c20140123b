// Who reads the page, and what they may do with it.
import { Code, ConnectError } from '@connectrpc/connect';
import { errorFromJson } from '@connectrpc/connect/protocol-connect';
import { departmentName, prefectureName, unitName } from './names';
import { actorName } from './settings';
import { Signal } from './signal';

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
};

export const session = new Signal<Session>(nobody);

async function ask(method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<Response> {
  try {
    return await fetch('/session', {
      method,
      headers: { 'Content-Type': 'application/json', 'Connect-Protocol-Version': '1' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw ConnectError.from(error, Code.Unavailable);
  }
}

function fallbackCode(status: number): Code {
  if (status === 401) return Code.Unauthenticated;
  return status === 429 ? Code.ResourceExhausted : Code.Unavailable;
}

async function read(response: Response): Promise<Session> {
  const fallback = new ConnectError(`HTTP ${response.status}`, fallbackCode(response.status));
  let json: unknown;
  try {
    json = await response.json();
  } catch {
    throw fallback;
  }
  if (!response.ok) throw errorFromJson(json as never, undefined, fallback);
  return { ...nobody, ...(json as Partial<Session>) };
}

export async function loadSession(): Promise<void> {
  session.value = await read(await ask('GET'));
}

export async function signIn(account: string, password: string): Promise<void> {
  session.value = await read(await ask('POST', { account, password }));
}

export async function signOut(): Promise<void> {
  await ask('DELETE');
  await loadSession();
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
