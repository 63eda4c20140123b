// What a view started and has to end when its reader leaves it.
import type { Signal, Stop } from './signal';

export class Lifetime {
  private readonly stops: Stop[] = [];
  private readonly controller = new AbortController();

  /** Aborted at the end; for calls. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  add(stop: Stop): void {
    if (this.signal.aborted) stop();
    else this.stops.push(stop);
  }

  follow<T>(signal: Signal<T>, listener: (value: T) => void): void {
    this.add(signal.follow(listener));
  }

  listen<T>(signal: Signal<T>, listener: (value: T) => void): void {
    this.add(signal.listen(listener));
  }

  /** Calls every so many milliseconds until the end. */
  every(ms: number, call: () => void): void {
    const timer = setInterval(call, ms);
    this.add(() => clearInterval(timer));
  }

  end(): void {
    this.controller.abort();
    for (const stop of this.stops.splice(0)) stop();
  }
}
