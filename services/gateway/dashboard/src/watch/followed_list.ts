// A list that is read again when a stream tells that something moved: the stream says
// when, the list says what, with etags.
import type { Lifetime } from '../lifetime';
import { type Asked, loadInto, type Panel } from '../panel';
import type { Watcher } from './watcher';

/** Between two readings of a list that changes in a burst. */
const listingMs = 1_000;

export interface FollowedList {
  /** Reads now, as after somebody's own decision. */
  load(): Promise<void>;
  /** Reads what is another list from here on. */
  restart(): void;
}

/** The panel is as fresh as the stream, once the list was read after what that told last. */
export function followList<Row, Answer>(
  life: Lifetime,
  shown: Panel,
  watcher: Watcher<Row>,
  read: () => Promise<Answer>,
  show: (answer: Answer) => void,
): FollowedList {
  const showStatus = () => shown.show(watcher.status.value, () => watcher.retry());
  let listed = false;
  const list: Asked = {
    showLoading() {
      if (!listed) shown.showLoading();
    },
    showLoaded() {
      listed = true;
      showStatus();
    },
    showFailure(failure, retry) {
      listed = false;
      shown.showFailure(failure, retry);
    },
  };
  const load = () => loadInto(list, life, read, show);
  let loading = false;
  let outdated = false;
  /** Reads the list again, once more when it changed meanwhile; never twice at a time. */
  const follow = async () => {
    outdated = true;
    if (loading) return;
    loading = true;
    while (outdated && !life.signal.aborted) {
      outdated = false;
      await load();
    }
    loading = false;
  };
  // At once, and with whatever the stream tells: its first rows, changes, or all anew.
  life.followCalmly(watcher.rows, () => void follow(), listingMs);
  let live = false;
  life.follow(watcher.status, ({ kind }) => {
    if (listed) showStatus();
    // What could not be read while the line was down can be read now.
    else if (kind === 'live' && !live) void follow();
    live = kind === 'live';
  });
  return {
    load,
    restart() {
      listed = false;
      void load();
    },
  };
}
