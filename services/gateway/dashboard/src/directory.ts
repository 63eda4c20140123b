// What departments and units are called. The public may not read the list of
// departments; then names come from the reports, one by one.
import { Code } from '@connectrpc/connect';
import type { Department } from '../build/generated/yuheng/ingestion/v1/department_pb';
import { Stage, TableKind } from '../build/generated/yuheng/budget/v1/vocabulary_pb';
import { lastPart, partOf } from './names';
import { department, isBureau, mayTrace, ownDepartments, prefecture } from './session';
import { Signal } from './signal';
import { ingestion, reporting } from './transport/clients';
import { failureOf } from './transport/failure';

const pageSize = 1000;

/** By code; grows as names become known. */
export const departments = new Signal<ReadonlyMap<string, Department>>(new Map());
const names = new Signal<ReadonlyMap<string, string>>(new Map());
const asked = new Set<string>();
let listAllowed = true;

/** All departments that the reader may see; [] where they may not see the list. */
export async function loadDepartments(): Promise<void> {
  const found = new Map<string, Department>();
  const parents = isBureau() ? ownDepartments().map(department) : [prefecture()];
  listAllowed = mayTrace();
  try {
    for (const parent of listAllowed ? parents : []) {
      let pageToken = '';
      do {
        const page = await ingestion.listDepartments({ parent, pageSize, pageToken });
        for (const one of page.departments) found.set(lastPart(one.name), one);
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
    }
  } catch (thrown) {
    const { code } = failureOf(thrown);
    if (code !== Code.PermissionDenied && code !== Code.Unauthenticated) throw thrown;
    listAllowed = false;
  }
  departments.value = found;
  names.value = new Map([...found].map(([code, one]) => [code, one.displayName]));
}

async function askName(code: string): Promise<void> {
  if (asked.has(code) || code === '') return;
  asked.add(code);
  try {
    // The year does not matter: the name is the department list's.
    const { displayName } = await reporting.getTables({
      name: department(code),
      fiscalYear: 2023,
      stage: Stage.APPROVED,
      tables: [TableKind.T10],
    });
    if (displayName !== '') names.value = new Map(names.value).set(code, displayName);
  } catch {
    // The code stands for it.
  }
}

/** A department's name by its code; the code until the name is known. */
export function departmentLabel(code: string): string {
  const name = names.value.get(code);
  if (name === undefined && !listAllowed) void askName(code);
  return name ?? code;
}

export const departmentNames = names;

/** "201 天衡州教育局": as lists of several departments have it. */
export function codedLabel(code: string): string {
  const name = departmentLabel(code);
  return name === code ? code : `${code} ${name}`;
}

/** "天衡州教育局 · 天衡州第二小学" for what a resource name says of department and unit. */
export function ownerLabel(name: string, unit = partOf(name, 'units')): string {
  return ownerIn(departmentLabel, name, unit);
}

/** The same with the department's code. */
export function codedOwner(name: string, unit = partOf(name, 'units')): string {
  return ownerIn(codedLabel, name, unit);
}

function ownerIn(label: (code: string) => string, name: string, unit: string): string {
  const code = partOf(name, 'departments');
  const whole = label(code);
  if (unit === '') return whole;
  const known = departments.value.get(code)?.units.find((one) => lastPart(one.name) === unit);
  return `${whole} · ${known === undefined || known.displayName === '' ? unit : known.displayName}`;
}
