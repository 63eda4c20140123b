// Starts the page: settings, session, names, then the view of the address.
import './styles/page.css';
import { addressTrouble, troubleNote } from './address_trouble';
import { loadDepartments } from './directory';
import { closeDialogs } from './dialog';
import { replace } from './dom';
import { closedDoor, endedNote, mayOpen } from './doors';
import { language } from './language';
import { Lifetime } from './lifetime';
import { failureNote, waiting } from './panel';
import { currentPeriod, findDefaultYear } from './period';
import { followAddress, route, type ViewName } from './route';
import { loadSession, session } from './session';
import { followSession } from './session_watch';
import { restoreSettings } from './settings';
import { shell } from './shell';
import { failureOf } from './transport/failure';
import { uploads } from './transport/uploads';
import { totalsView } from './views/totals/totals_view';
import type { View } from './views/view';
import { followAttention } from './watch/attention';

/** The public's view is there at once, the desks' when somebody opens them. */
const views: Record<ViewName, () => Promise<View> | View> = {
  totals: () => totalsView,
  compare: async () => (await import('./views/compare/compare_view')).compareView,
  progress: async () => (await import('./views/progress/progress_view')).progressView,
  portal: async () => (await import('./views/portal/portal_view')).portalView,
  review: async () => (await import('./views/review/review_view')).reviewView,
  submission: async () => (await import('./views/submission/submission_view')).submissionView,
  audit: async () => (await import('./views/audit/audit_view')).auditView,
};

/** Between two questions which year has figures. */
const yearMs = 3_000;

restoreSettings();
followAttention(document);
const page = shell(document.getElementById('page')!);
let life = new Lifetime();
let shownView: ViewName | null = null;

async function show(): Promise<void> {
  const { view } = route.value;
  const before = life;
  const next = new Lifetime();
  life = next;
  const focused = document.activeElement?.id ?? '';
  page.render();
  if (!mayOpen(view)) {
    before.end();
    replace(page.main, closedDoor(view, next));
    page.entitle();
    shownView = view;
    return;
  }
  try {
    const make = await views[view]();
    if (next.signal.aborted) {
      before.end();
      return;
    }
    // What both show stays watched: the new one begins before the old one ends.
    const trouble = addressTrouble();
    const element = trouble === null ? make(next) : troubleNote(trouble);
    before.end();
    replace(page.main, endedNote(next), element);
    page.entitle();
  } catch (thrown) {
    before.end();
    if (next.signal.aborted) return;
    replace(
      page.main,
      failureNote(failureOf(thrown), () => void show()),
    );
  }
  if (focused !== '') document.getElementById(focused)?.focus();
  else if (shownView !== null && shownView !== view) page.main.focus();
  shownView = view;
}

/** Which year is shown where the address names none, once the service says so. */
async function settleYear(): Promise<void> {
  const before = currentPeriod().fiscalYear;
  while (!(await findDefaultYear())) await new Promise((resolve) => setTimeout(resolve, yearMs));
  if (currentPeriod().fiscalYear !== before) void show();
}

async function start(): Promise<void> {
  page.render();
  let yearKnown = false;
  try {
    await loadSession();
    [yearKnown] = await Promise.all([findDefaultYear(), loadDepartments()]);
  } catch (thrown) {
    replace(
      page.main,
      failureNote(failureOf(thrown), () => void start()),
    );
    return;
  }
  followAddress();
  route.listen(() => void show());
  language.listen(() => void show());
  session.listen(() => {
    // What one person watched, saw and sends is not handed to the next.
    life.end();
    uploads.keepTo(session.value.subject);
    closeDialogs();
    page.render();
    replace(page.main, waiting());
    // Without names codes stand for departments; what can't be reached, panels say.
    void loadDepartments()
      .catch(() => undefined)
      .then(show);
  });
  followSession();
  window.addEventListener('beforeunload', (event) => {
    // The browser asks whether to leave.
    if (uploads.pending > 0) event.preventDefault();
  });
  await show();
  if (!yearKnown) void settleYear();
}

void start();
