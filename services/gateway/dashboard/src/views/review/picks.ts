// What a reviewer picked to decide on: as it stood when they saw it.
import type { Submission } from '../../../build/generated/yuheng/ingestion/v1/submission_pb';

export interface Pick {
  readonly name: string;
  /** Of what was seen; a decision on anything newer is refused. */
  readonly etag: string;
}

export class Picks {
  private readonly etags = new Map<string, string>();

  get size(): number {
    return this.etags.size;
  }

  has({ name }: Submission): boolean {
    return this.etags.has(name);
  }

  add({ name, etag }: Submission): void {
    this.etags.set(name, etag);
  }

  toggle(submission: Submission): void {
    if (!this.etags.delete(submission.name)) this.add(submission);
  }

  clear(): void {
    this.etags.clear();
  }

  /** Takes out up to so many to decide on, in the order of the queue. */
  take(queue: readonly Submission[], max: number): Pick[] {
    const taken = queue
      .flatMap(({ name }) => {
        const etag = this.etags.get(name);
        return etag === undefined ? [] : [{ name, etag }];
      })
      .slice(0, max);
    for (const { name } of taken) this.etags.delete(name);
    return taken;
  }

  /** Where no decision came of it. */
  putBack(taken: readonly Pick[]): void {
    for (const { name, etag } of taken) this.etags.set(name, etag);
  }

  /** Drops what is gone from the queue or no longer as it was seen; says how many. */
  dropChanged(queue: readonly Submission[]): number {
    const now = new Map(queue.map(({ name, etag }) => [name, etag]));
    const changed = [...this.etags].filter(([name, etag]) => now.get(name) !== etag);
    for (const [name] of changed) this.etags.delete(name);
    return changed.length;
  }
}
