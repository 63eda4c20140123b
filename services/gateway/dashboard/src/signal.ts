// A value that tells who listens when it changes.

export type Stop = () => void;

export class Signal<T> {
  private readonly listeners = new Set<(value: T) => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set value(value: T) {
    this.current = value;
    for (const listener of [...this.listeners]) listener(value);
  }

  /** Calls back with every later value until stopped. */
  listen(listener: (value: T) => void): Stop {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Like listen, and at once with the value there is. */
  follow(listener: (value: T) => void): Stop {
    listener(this.current);
    return this.listen(listener);
  }
}
