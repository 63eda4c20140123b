// The open cluster's services, as a story ends and starts them: each keeps its
// address, so that the others find it again.
import { spawn } from 'node:child_process';
import {
  existsSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { dataFolder } from './walk';

const readyMs = 60_000;
const lookMs = 100;

export class Service {
  private readonly pidFile: string;
  private readonly addressFile: string;
  /** Where it tells its address when it serves; see deploy/cluster.sh. */
  private readonly readyFile: string;
  private readonly command: readonly string[];
  private readonly folder: string;
  private running = true;

  /** One that deploy/cluster.sh started on a free port. */
  constructor(private readonly name: 'aggregation' | 'ingestion' | 'reporting') {
    this.pidFile = join(dataFolder(), 'run', `${name}.pid`);
    this.addressFile = join(dataFolder(), 'run', `${name}.address`);
    this.readyFile = `${this.addressFile}.new`;
    const address = readFileSync(this.addressFile, 'utf8').trim();
    const started = `/proc/${this.pid()}`;
    this.command = readFileSync(`${started}/cmdline`, 'utf8')
      .split('\0')
      .slice(0, -1)
      .map((word, at, words) => (words[at - 1] === '--listen_address' ? address : word));
    this.folder = readlinkSync(`${started}/cwd`);
  }

  /** Without a warning, as when a machine loses its power. It is there again for the next story. */
  kill(): void {
    process.kill(this.pid(), 'SIGKILL');
    this.running = false;
    onTestFinished(() => (this.running ? undefined : this.start()));
  }

  /** As it was started; resolves once it serves. */
  async start(): Promise<void> {
    const log = openSync(join(dataFolder(), 'log', `${this.name}.log`), 'a');
    const [program, ...flags] = this.command;
    const child = spawn(program!, flags, {
      cwd: this.folder,
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    writeFileSync(this.pidFile, `${child.pid}\n`);
    for (let waited = 0; !existsSync(this.readyFile); waited += lookMs) {
      if (waited > readyMs || child.exitCode !== null)
        throw new Error(`yuheng-${this.name} does not start again`);
      await pause(lookMs);
    }
    renameSync(this.readyFile, this.addressFile);
    this.running = true;
  }

  private pid(): number {
    return Number(readFileSync(this.pidFile, 'utf8'));
  }
}
