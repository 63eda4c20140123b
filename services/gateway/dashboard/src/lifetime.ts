// What a view started and has to end when its reader leaves it.
import type { Signal, Stop } from './signal';

/** Between two drawings of what changes in a burst. */
const drawingMs = 250;

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

  /**
   * Like follow, but what changes in a burst is told a few times a second: drawing
   * each of a thousand postings would show nobody more. What costs more than a
   * drawing is told less often.
   */
  followCalmly<T>(signal: Signal<T>, listener: (value: T) => void, calmMs = drawingMs): void {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let toldMs = -Infinity;
    const tell = () => {
      waiting = undefined;
      toldMs = performance.now();
      listener(signal.value);
    };
    this.follow(signal, () => {
      if (waiting !== undefined) return;
      const left = toldMs + calmMs - performance.now();
      if (left <= 0) tell();
      else waiting = setTimeout(tell, left);
    });
    this.add(() => clearTimeout(waiting));
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
