// What a reader chose about the page; kept in this browser only.
import { language, type Language, say } from './language';
import type { MoneyUnit } from './money';
import { Signal } from './signal';

export type Theme = 'system' | 'light' | 'dark';

export const moneyUnit = new Signal<MoneyUnit>('wan');
export const theme = new Signal<Theme>('system');
/** The name that a cluster without identities records. */
export const actorName = new Signal<string>('');

function keep<T extends string>(name: string, signal: Signal<T>, allowed?: readonly T[]): void {
  const key = `yuheng.${name}`;
  try {
    const kept = localStorage.getItem(key) as T | null;
    if (kept !== null && (allowed === undefined || allowed.includes(kept))) signal.value = kept;
    signal.listen((value) => localStorage.setItem(key, value));
  } catch {
    // A browser that keeps nothing: settings hold as long as the page.
  }
}

export function restoreSettings(): void {
  keep<Language>('language', language, ['zh', 'en']);
  keep<MoneyUnit>('unit', moneyUnit, ['wan', 'yi']);
  keep<Theme>('theme', theme, ['system', 'light', 'dark']);
  keep('actor', actorName);
  language.follow((value) => {
    document.documentElement.lang = value === 'zh' ? 'zh-CN' : 'en';
  });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const showTheme = () => {
    const system = dark.matches ? 'dark' : 'light';
    document.documentElement.dataset['theme'] = theme.value === 'system' ? system : theme.value;
  };
  dark.addEventListener('change', showTheme);
  theme.follow(showTheme);
}

export const unitWord = (): string => say(moneyUnit.value === 'yi' ? 'unit.yi' : 'unit.wan');
