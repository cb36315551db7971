// A client that calls at a steady rate, whatever happens, and records the outcome of each
// call.

import { CallError } from '@bytes-up/client';
import { RpcError, type Json, type RpcErrorCode } from '@bytes-up/protocol';
import type { DistributedClient } from '../service';

/**
 * A `read` may be retried. A `plain` call adds, and may not. A `keyed` call adds with a
 * key, so it may, and counts once.
 */
export type Kind = 'read' | 'plain' | 'keyed';

/** What the calls add. Keyed ones add a million, so that one total shows both counts. */
export const AMOUNT: Readonly<Record<'plain' | 'keyed', number>> = { plain: 1, keyed: 1_000_000 };

export interface Call {
  readonly kind: Kind;
  readonly atMs: number;
  readonly tookMs: number;
  /** Why it failed; undefined when it was answered. */
  readonly code: RpcErrorCode | undefined;
  /** It failed, but may have run. */
  readonly mayHaveRun: boolean;
}

export class Load {
  readonly calls: Call[] = [];
  readonly #pending = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  /**
   * @param now the clock of the run, in milliseconds
   * @param everyMs the interval at which one call of each kind begins
   */
  constructor(
    private readonly client: DistributedClient,
    private readonly now: () => number,
    private readonly everyMs: number,
  ) {}

  begin(): void {
    this.#timer = setInterval(() => {
      const n = ++this.#count;
      this.#call('read', () => this.client.call('pi', 300, { idempotent: true }));
      this.#call('plain', () => this.client.call('add', AMOUNT.plain));
      this.#call('keyed', () =>
        this.client.call('add', AMOUNT.keyed, { idempotencyKey: `call ${n}` }),
      );
    }, this.everyMs);
  }

  /** Makes no more calls. Resolves when all have ended. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#pending);
  }

  #call(kind: Kind, run: () => Promise<Json>): void {
    const atMs = this.now();
    const note = (error?: unknown): void => {
      if (error !== undefined && !(error instanceof RpcError)) throw error as Error;
      const mayHaveRun = error instanceof CallError && error.mayHaveRun;
      this.calls.push({ kind, atMs, tookMs: this.now() - atMs, code: error?.code, mayHaveRun });
    };
    const call = run().then(() => note(), note);
    const ended = call.finally(() => this.#pending.delete(ended));
    this.#pending.add(ended);
  }
}
