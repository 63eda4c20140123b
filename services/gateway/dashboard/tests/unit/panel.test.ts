import { Code, ConnectError } from '@connectrpc/connect';
import { expect, it, vi } from 'vitest';
import { Lifetime } from '../../src/lifetime';
import { type Asked, loadInto } from '../../src/panel';

function panel() {
  return {
    showLoading: vi.fn(),
    showLoaded: vi.fn(),
    showFailure: vi.fn(),
  } satisfies Asked;
}

/** An answer that a test gives. */
function question<T>() {
  let answer!: (value: T) => void;
  let fail!: (error: unknown) => void;
  const promise = new Promise<T>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  return { ask: () => promise, answer, fail };
}

it('AnswerToTheLaterQuestion_IsShownWhicheverComesFirst', async () => {
  const target = panel();
  const life = new Lifetime();
  const shown: string[] = [];
  const [first, second] = [question<string>(), question<string>()];
  const show = (answer: string) => void shown.push(answer);
  const loads = [loadInto(target, life, first.ask, show), loadInto(target, life, second.ask, show)];
  second.answer('new');
  first.answer('old');
  await Promise.all(loads);
  expect(shown).toEqual(['new']);
  expect(target.showLoaded).toHaveBeenCalledTimes(1);
});

it('FailureOfAnEarlierQuestion_IsNotShown', async () => {
  const target = panel();
  const life = new Lifetime();
  const [first, second] = [question<string>(), question<string>()];
  const loads = [first, second].map(({ ask }) => loadInto(target, life, ask, () => undefined));
  first.fail(new Error('away'));
  second.answer('there');
  await Promise.all(loads);
  expect(target.showFailure).not.toHaveBeenCalled();
});

it('ServiceThatIsAway_IsAskedAgainUntilItAnswers', async () => {
  vi.useFakeTimers();
  const target = panel();
  const life = new Lifetime();
  const ask = vi.fn<() => Promise<string>>();
  const away = new ConnectError('away', Code.Unavailable);
  ask.mockRejectedValueOnce(away).mockRejectedValueOnce(away).mockResolvedValue('there');
  const shown: string[] = [];
  await loadInto(target, life, ask, (answer) => void shown.push(answer));
  expect(target.showFailure).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(shown).toEqual(['there']);
  expect(target.showFailure).toHaveBeenCalledTimes(1);
  expect(ask).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
});

it('ServiceThatIsAway_IsNotAskedWhatNobodyWaitsFor', async () => {
  vi.useFakeTimers();
  const life = new Lifetime();
  const ask = vi.fn(() => Promise.reject(new ConnectError('away', Code.Unavailable)));
  await loadInto(panel(), life, ask, () => undefined);
  life.end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});

it('Refusal_IsNotAskedAgain', async () => {
  vi.useFakeTimers();
  const ask = vi.fn(() => Promise.reject(new ConnectError('no', Code.NotFound)));
  await loadInto(panel(), new Lifetime(), ask, () => undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});

it('Panels_AreAskedEachForThemselves', async () => {
  const [one, other] = [panel(), panel()];
  const life = new Lifetime();
  await Promise.all(
    [one, other].map((target) =>
      loadInto(
        target,
        life,
        () => Promise.resolve(1n),
        (at) => at,
      ),
    ),
  );
  expect(one.showLoaded).toHaveBeenCalledWith(1n);
  expect(other.showLoaded).toHaveBeenCalledWith(1n);
});

it('AnswerBehindTheEnd_IsNotShown', async () => {
  const target = panel();
  const life = new Lifetime();
  const { ask, answer } = question<string>();
  const load = loadInto(target, life, ask, () => undefined);
  life.end();
  answer('late');
  await load;
  expect(target.showLoaded).not.toHaveBeenCalled();
});
