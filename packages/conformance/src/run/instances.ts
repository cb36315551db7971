// The servers of a run. Cases share one long-lived server for each set of limits, started
// on first use. A server that died is replaced, so that one crash does not fail the other
// cases.

import type { Limits } from '@bytes-up/protocol';
import { LaunchError, ServerProcess } from '@bytes-up/testkit';
import type { CaseLimits, FlagLimit } from '../case-limits';
import type { Model } from '../model';
import type { Address } from './trial';

/**
 * What is judged: a command that this run starts, or a server that is already running.
 */
export type Subject =
  | { readonly command: readonly string[]; readonly cwd?: string }
  | { readonly target: { readonly host: string; readonly port: number } };

const FLAGS: Readonly<Record<FlagLimit, string>> = {
  maxFrameBytes: '--max-frame-bytes',
  maxInFlight: '--max-in-flight',
  maxConnections: '--max-connections',
  frameTimeoutMs: '--frame-timeout-ms',
  idleTimeoutMs: '--idle-timeout-ms',
  writeTimeoutMs: '--write-timeout-ms',
  graceMs: '--grace-ms',
};

/** The contract's flags for these limits, if the model understands them. */
export function flagsFor(model: Model, limits: CaseLimits): readonly string[] {
  if (!model.flags) return [];
  const flags = Object.entries(limits).flatMap(([name, value]) => [
    FLAGS[name as FlagLimit],
    String(value),
  ]);
  return ['--test-methods', '--quiet', ...flags];
}

/** The limits that apply to a server started with a case's limits. */
export function effectiveLimits(model: Model, limits: CaseLimits = {}): Limits {
  return model.flags ? { ...model.limits, ...limits } : model.limits;
}

export class Instances {
  readonly #subject: Subject;
  readonly #model: Model;
  readonly #shared = new Map<string, Promise<Address & { readonly process: ServerProcess }>>();
  readonly #all: ServerProcess[] = [];
  #isOver = false;

  constructor(subject: Subject, model: Model) {
    this.#subject = subject;
    this.#model = model;
  }

  /**
   * A shared server with these limits. Each number is a different server.
   * @throws LaunchError
   */
  async shared(limits: CaseLimits = {}, number = 0): Promise<Address> {
    if ('target' in this.#subject) return this.#subject.target;
    const flags = flagsFor(this.#model, limits);
    const key = [number, ...flags].join(' ');
    const before = this.#shared.get(key);
    if (before !== undefined && (await before).process.exited === undefined) return before;
    // Another case may have replaced the dead server while this one waited.
    if (this.#shared.get(key) === before) this.#shared.set(key, this.#launch(flags));
    return this.shared(limits, number);
  }

  /** A server for a single case. @throws LaunchError */
  async fresh(limits: CaseLimits = {}): Promise<Address> {
    if ('target' in this.#subject) return this.#subject.target;
    return this.#launch(flagsFor(this.#model, limits));
  }

  /**
   * Stops every server of the run, and starts no other one.
   * @param withinMs how long they may take until they are killed
   */
  async stop(withinMs?: number): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#all.map((process) => process.stop(withinMs)));
  }

  async #launch(flags: readonly string[]): Promise<Address & { readonly process: ServerProcess }> {
    if (!('command' in this.#subject)) throw new Error('a target is not launched');
    if (this.#isOver) throw new LaunchError('the run is over');
    const { command, cwd } = this.#subject;
    const process = new ServerProcess(
      [...command, '--host', '127.0.0.1', '--port', '0', ...flags],
      { cwd },
    );
    this.#all.push(process);
    return { ...(await process.ready()), process };
  }
}
