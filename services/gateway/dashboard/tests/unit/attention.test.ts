import { afterEach, expect, it, vi } from 'vitest';
import { attention, followAttention, hiddenMaxMs } from '../../src/watch/attention';

afterEach(() => vi.useRealTimers());

it('PageHiddenForLong_HasNoAttentionUntilItIsShown', () => {
  vi.useFakeTimers();
  const page = new EventTarget() as Document;
  const become = (visibilityState: DocumentVisibilityState) => {
    Object.assign(page, { visibilityState });
    page.dispatchEvent(new Event('visibilitychange'));
  };
  become('visible');
  followAttention(page);
  become('hidden');
  vi.advanceTimersByTime(hiddenMaxMs - 1);
  become('visible');
  vi.advanceTimersByTime(hiddenMaxMs);
  expect(attention.value).toBe(true);
  become('hidden');
  vi.advanceTimersByTime(hiddenMaxMs);
  expect(attention.value).toBe(false);
  become('visible');
  expect(attention.value).toBe(true);
});
