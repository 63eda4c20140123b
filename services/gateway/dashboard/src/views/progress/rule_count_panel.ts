// Findings counted by rule over the departments' newest submissions.
import type { DepartmentProgress } from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { type Finding, Severity } from '../../../build/generated/yuheng/validation/v1/finding_pb';
import { severityBadge } from '../../badges';
import { button, dataTable, emptyNote } from '../../controls';
import { h, replace } from '../../dom';
import { listed, pick, say } from '../../language';
import type { Lifetime } from '../../lifetime';
import { loadInto, panel } from '../../panel';
import { link } from '../../route';
import { ingestion, validation } from '../../transport/clients';
import type { Watcher } from '../../watch/watcher';

/** Submissions whose findings are asked for, those with most errors first. */
const submissionsMax = 60;
/** Calls under way at once. */
const callsMax = 4;

export interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
  readonly owners: readonly DepartmentProgress[];
}

/** By rule and severity, most severe and most frequent first; notes are left out. */
export function countByRule(
  found: readonly (readonly [DepartmentProgress, readonly Finding[]])[],
): RuleCount[] {
  const byRule = new Map<
    string,
    { rule: string; severity: Severity; count: number; owners: Set<DepartmentProgress> }
  >();
  for (const [owner, findings] of found) {
    for (const { rule, severity } of findings) {
      if (severity < Severity.WARNING) continue;
      const key = `${severity} ${rule}`;
      const counted = byRule.get(key) ?? { rule, severity, count: 0, owners: new Set() };
      counted.count += 1;
      counted.owners.add(owner);
      byRule.set(key, counted);
    }
  }
  return [...byRule.values()]
    .map((one) => ({ ...one, owners: [...one.owners] }))
    .sort((a, b) => b.severity - a.severity || b.count - a.count || (a.rule < b.rule ? -1 : 1));
}

async function findingsOf(rows: readonly DepartmentProgress[], signal: AbortSignal) {
  const found: [DepartmentProgress, Finding[]][] = [];
  for (let at = 0; at < rows.length; at += callsMax) {
    const some = rows.slice(at, at + callsMax);
    const answers = await Promise.all(
      some.map((row) => ingestion.listFindings({ parent: row.submission }, { signal })),
    );
    answers.forEach(({ findings }, index) => found.push([some[index]!, findings]));
  }
  return found;
}

export function ruleCountPanel(life: Lifetime, watcher: Watcher<DepartmentProgress>): HTMLElement {
  const shown = panel(say('progress.by_rule'), {
    actions: button(say('progress.count_again'), () => load(), { class: 'quiet' }),
  });
  const load = () => {
    const rows = [...(watcher.rows.value ?? new Map<string, DepartmentProgress>()).values()]
      .filter((row) => row.submission !== '' && row.errorCount + row.warningCount > 0)
      .sort((a, b) => b.errorCount - a.errorCount);
    const asked = rows.slice(0, submissionsMax);
    void loadInto(
      shown,
      life,
      async () => {
        const [found, { rules }] = await Promise.all([
          findingsOf(asked, life.signal),
          validation.listRules({}, { signal: life.signal }),
        ]);
        return {
          counted: countByRule(found),
          titles: new Map(rules.map((rule) => [rule.id, rule.title])),
        };
      },
      ({ counted, titles }) =>
        replace(
          shown.body,
          counted.length === 0
            ? emptyNote(say('progress.no_findings'))
            : dataTable(
                say('progress.by_rule'),
                [
                  { heading: say('progress.rule') },
                  { heading: say('progress.severity') },
                  { heading: say('progress.count'), number: true },
                  { heading: say('common.department') },
                ],
                counted.map(({ rule, severity, count, owners }) =>
                  h(
                    'tr',
                    {},
                    h('th', { scope: 'row' }, h('code', {}, rule), ' ', pick(titles.get(rule))),
                    h('td', {}, severityBadge(severity)),
                    h('td', { class: 'number' }, String(count)),
                    h(
                      'td',
                      {},
                      owners.map((owner, index) => [
                        index > 0 && listed(['', '']),
                        h(
                          'a',
                          { href: link('submission', { name: owner.submission, rule }) },
                          owner.displayName,
                        ),
                      ]),
                    ),
                  ),
                ),
              ),
          rows.length > asked.length &&
            h('p', { class: 'note' }, say('totals.first_only', { count: submissionsMax })),
        ),
    );
  };
  // Counted when the board is there, again on request: it costs a call a submission.
  let counted = false;
  life.follow(watcher.rows, (rows) => {
    if (counted || rows === null) return;
    counted = true;
    load();
  });
  return shown.element;
}
