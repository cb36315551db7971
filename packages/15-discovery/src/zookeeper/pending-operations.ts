// Operations that wait for their answers (chapter 15). Each ends once: with its answer,
// with the connection, or with the time.

import { ZooKeeperError } from './zookeeper-error';

/** What the library calls when it has an answer. */
export type Done<T> = (error: unknown, result?: T) => void;

interface Operation<T> {
  /** Begins it. What it throws is its failure. */
  readonly start: (done: Done<T>) => void;
  /** Called when its time is over. */
  readonly tooLate: () => void;
}

export class PendingOperations {
  readonly #failures = new Set<(error: ZooKeeperError) => void>();

  get size(): number {
    return this.#failures.size;
  }

  // #region add
  /** @returns its result @throws ZooKeeperError */
  add<T>(name: string, timeoutMs: number, { start, tooLate }: Operation<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let look: NodeJS.Immediate | undefined;
      const end = (): void => {
        clearTimeout(timer);
        clearImmediate(look);
        this.#failures.delete(fail);
      };
      const fail = (error: unknown): void => {
        end();
        reject(ZooKeeperError.from(error, name));
      };
      const late = (): void => {
        fail(new ZooKeeperError('OPERATION_TIMEOUT', name, `no answer in ${timeoutMs} ms`));
        tooLate();
      };
      // Read first, then judge: after a pause of this process the answer may be in the kernel.
      const timer = setTimeout(() => (look = setImmediate(late)), timeoutMs);
      this.#failures.add(fail);
      try {
        start((error, result) => {
          if (error !== null && error !== undefined) return fail(error);
          end();
          resolve(result as T);
        });
      } catch (error) {
        fail(error); // a path that the library refuses
      }
    });
  }
  // #endregion add

  /**
   * The library forgets some of those who wait, and lets others wait for ever: so we end
   * them.
   */
  failAll(why: string): void {
    for (const fail of this.#failures)
      fail(new ZooKeeperError('CONNECTION_LOSS', 'operation', why));
  }
}
