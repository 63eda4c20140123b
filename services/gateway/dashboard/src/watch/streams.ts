// The two watched streams as feeds, each opened once for all panels that show
// something of it: browsers allow a page few connections.
import { timestampMs } from '@bufbuild/protobuf/wkt';
import type { Total } from '../../build/generated/yuheng/aggregation/v1/totals_pb';
import type { WatchTotalsResponse } from '../../build/generated/yuheng/aggregation/v1/aggregation_service_pb';
import { type Stage, TableKind } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import type { WatchSubmissionsResponse } from '../../build/generated/yuheng/ingestion/v1/progress_pb';
import type { DepartmentProgress } from '../../build/generated/yuheng/ingestion/v1/submission_pb';
import { formatAddress } from '../form';
import { lastPart } from '../names';
import { type Session, session } from '../session';
import type { Stop } from '../signal';
import { aggregation, ingestion, streaming } from '../transport/clients';
import { attention } from './attention';
import type { FeedMessage } from './feed';
import { type OpenStream, Watcher } from './watcher';

/** The tables that the dashboard draws from; the others are asked for when they are opened. */
export const dashboardTables = [
  TableKind.T1,
  TableKind.T2,
  TableKind.T3,
  TableKind.T6,
  TableKind.T7,
  TableKind.T10,
];

export interface Scope {
  readonly name: string;
  readonly fiscalYear: number;
  readonly stage: Stage;
}

export function isNothing(total: Total): boolean {
  return total.derivedFen === 0n && total.eliminatedFen === 0n && total.printedFen === undefined;
}

const keyed = (total: Total) => [formatAddress(total.account!), total] as const;

/** By address. */
export const totalsMap = (all: readonly Total[]): ReadonlyMap<string, Total> =>
  new Map(all.map(keyed));

export function totalsMessage({ event }: WatchTotalsResponse): FeedMessage<Total> | null {
  switch (event.case) {
    case 'snapshot':
      return {
        kind: 'snapshot',
        revision: event.value.revision,
        rows: event.value.totals.map(keyed),
        last: event.value.last,
      };
    case 'delta':
      return {
        kind: 'delta',
        revision: event.value.revision,
        previousRevision: event.value.previousRevision,
        rows: event.value.totals.map((total) => {
          const [key, row] = keyed(total);
          return [key, isNothing(row) ? null : row] as const;
        }),
        conflated: event.value.conflated,
        cause: lastPart(event.value.department),
        last: event.value.last,
      };
    case 'progress': {
      const { revision, serverTime } = event.value;
      const serverTimeMs = serverTime === undefined ? null : timestampMs(serverTime);
      return { kind: 'progress', revision, serverTimeMs };
    }
    case 'compacted':
      return { kind: 'compacted' };
    default:
      return null;
  }
}

const progressKey = (row: DepartmentProgress) => (row.unit === '' ? row.department : row.unit);

export function submissionsMessage({
  event,
}: WatchSubmissionsResponse): FeedMessage<DepartmentProgress> | null {
  switch (event.case) {
    case 'snapshot':
      return {
        kind: 'snapshot',
        revision: event.value.revision,
        rows: event.value.rows.map((row) => [progressKey(row), row] as const),
        last: event.value.last,
      };
    case 'delta':
      return {
        kind: 'delta',
        revision: event.value.revision,
        previousRevision: event.value.previousRevision,
        rows: event.value.rows.map((row) => [progressKey(row), row] as const),
        conflated: event.value.conflated,
        cause: '',
        last: event.value.last,
      };
    case 'progress': {
      const { revision, time } = event.value;
      return {
        kind: 'progress',
        revision,
        serverTimeMs: time === undefined ? null : timestampMs(time),
      };
    }
    case 'compacted':
      return { kind: 'compacted' };
    default:
      return null;
  }
}

async function* translated<Response, Row>(
  responses: AsyncIterable<Response>,
  translate: (response: Response) => FeedMessage<Row> | null,
): AsyncGenerator<FeedMessage<Row>> {
  for await (const response of responses) {
    const message = translate(response);
    if (message !== null) yield message;
  }
}

interface Use<Row> {
  readonly watcher: Watcher<Row>;
  /** Who watches: another session, were it the same person's, watches for itself. */
  readonly session: Session;
  users: number;
}

/** Watchers that are in use, by what they watch. */
class Shared<Row> {
  private readonly used = new Map<string, Use<Row>>();

  use(key: string, open: OpenStream<Row>): { watcher: Watcher<Row>; release: Stop } {
    let use = this.used.get(key);
    if (use === undefined || use.session !== session.value) {
      use = { watcher: new Watcher(open, attention), session: session.value, users: 0 };
      this.used.set(key, use);
    }
    const mine = use;
    mine.users += 1;
    const release = () => {
      mine.users -= 1;
      if (mine.users > 0) return;
      mine.watcher.stop();
      if (this.used.get(key) === mine) this.used.delete(key);
    };
    return { watcher: mine.watcher, release };
  }
}

const totals = new Shared<Total>();
const submissions = new Shared<DepartmentProgress>();

const keyOf = (scope: Scope) => `${scope.name} ${scope.fiscalYear} ${scope.stage}`;

export function watchTotals(scope: Scope): { watcher: Watcher<Total>; release: Stop } {
  return totals.use(keyOf(scope), (resumeRevision, signal) =>
    translated(
      aggregation.watchTotals(
        { scope, tables: dashboardTables, resumeRevision },
        streaming(signal),
      ),
      totalsMessage,
    ),
  );
}

export function watchSubmissions(scope: Scope): {
  watcher: Watcher<DepartmentProgress>;
  release: Stop;
} {
  const { name: parent, fiscalYear, stage } = scope;
  return submissions.use(keyOf(scope), (resumeRevision, signal) =>
    translated(
      ingestion.watchSubmissions({ parent, fiscalYear, stage, resumeRevision }, streaming(signal)),
      submissionsMessage,
    ),
  );
}
