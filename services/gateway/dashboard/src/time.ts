// Moments in Beijing time, which is what deadlines are in, wherever the reader is.
import { type Timestamp, timestampDate } from '@bufbuild/protobuf/wkt';
import { language, say } from './language';

const zone = 'Asia/Shanghai';

export function formatTime(time: Timestamp | undefined): string {
  return time === undefined ? '' : formatMoment(timestampDate(time));
}

export function formatMoment(date: Date): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(date);
}

/** "3天 4小时", "12分 05秒": the two largest parts of what is left. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  if (days > 0) return say('time.days', { days, hours });
  if (hours > 0) return say('time.hours', { hours, minutes });
  return say('time.minutes', { minutes, seconds: seconds % 60 });
}

export function currentYear(): number {
  return Number(
    new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric' }).format(new Date()),
  );
}

/** This day in Beijing, as 2024-11-25. */
export const today = (): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date());

/** The end of a day in Beijing, typed as 2024-11-25; null for what is no day. */
export function endOfDay(day: string): Date | null {
  const date = new Date(`${day}T23:59:59+08:00`);
  return Number.isNaN(date.getTime()) ? null : date;
}

export const listSeparator = () => (language.value === 'zh' ? '，' : ', ');
