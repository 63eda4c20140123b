// Resource names: prefectures/{division}/departments/{department}/…

export function prefectureName(division: string): string {
  return `prefectures/${division}`;
}

export function departmentName(division: string, department: string): string {
  return `${prefectureName(division)}/departments/${department}`;
}

export function unitName(division: string, department: string, unit: string): string {
  return `${departmentName(division, department)}/units/${unit}`;
}

/** A group is all that follows groups/, slashes too. */
export function groupName(division: string, group: string): string {
  return `${prefectureName(division)}/groups/${group}`;
}

/** "" for what is no group's name. */
export function groupOf(name: string): string {
  return /^prefectures\/[^/]+\/groups\/(.+)$/.exec(name)?.[1] ?? '';
}

export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** The part behind a collection, such as "104" behind "departments"; "" without one. */
export function partOf(name: string, collection: string): string {
  const parts = name.split('/');
  const at = parts.indexOf(collection);
  return at < 0 ? '' : (parts[at + 1] ?? '');
}

/** The department's own name in that of a unit, submission or entry of it. */
export function departmentOf(name: string): string {
  return departmentName(partOf(name, 'prefectures'), partOf(name, 'departments'));
}
