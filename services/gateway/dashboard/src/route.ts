// Where a reader is: a view and its parameters, behind the # of the address, so
// that every place of the page is a link.
import { Signal } from './signal';

export const viewNames = [
  'totals',
  'compare',
  'progress',
  'portal',
  'review',
  'submission',
  'audit',
] as const;
export type ViewName = (typeof viewNames)[number];

export interface Route {
  readonly view: ViewName;
  readonly parameters: Readonly<Record<string, string>>;
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const view = viewNames.find((name) => name === path) ?? 'totals';
  return { view, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

/** The link to a view; empty parameters are left out. */
export function link(view: ViewName, parameters: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  const text = query.toString();
  return `#/${view}${text === '' ? '' : `?${text}`}`;
}

export const route = new Signal<Route>({ view: 'totals', parameters: {} });

export function followAddress(): void {
  const take = () => {
    route.value = parseRoute(location.hash);
  };
  window.addEventListener('hashchange', take);
  take();
}

export function go(view: ViewName, parameters: Record<string, string | undefined> = {}): void {
  location.hash = link(view, parameters);
}

/** The parameters of the place one is at, with the steps taken in it. */
export const here = (): Route['parameters'] => parseRoute(location.hash).parameters;

/** Changes some parameters of the place one is at, without a step in the history. */
export function adjust(parameters: Record<string, string | undefined>): void {
  remember(parameters);
  route.value = parseRoute(location.hash);
}

/** Keeps in the address what the view at hand shows already, so that it can be linked to. */
export function remember(parameters: Record<string, string | undefined>): void {
  const { view, parameters: before } = parseRoute(location.hash);
  history.replaceState(null, '', link(view, { ...before, ...parameters }));
}

/** The same with a step in the history: Back leads to what was shown before. */
export function step(parameters: Record<string, string | undefined>): void {
  const { view, parameters: before } = parseRoute(location.hash);
  const next = link(view, { ...before, ...parameters });
  if (next !== location.hash) history.pushState(null, '', next);
}
