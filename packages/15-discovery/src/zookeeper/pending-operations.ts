// The operations in flight (chapter 15). Each ends exactly once: with its answer, with
// the connection, or with its timeout.

import { ZooKeeperError } from './zookeeper-error';

/** The callback of the library. */
export type Done<T> = (error: unknown, result?: T) => void;

interface Operation<T> {
  /** Starts it. An error that it throws fails the operation. */
  readonly start: (done: Done<T>) => void;
  /** Called at its timeout. */
  readonly onTimeout: () => void;
}

export class PendingOperations {
  readonly #failures = new Set<(error: ZooKeeperError) => void>();

  get size(): number {
    return this.#failures.size;
  }

  // #region add
  /** @returns its result @throws ZooKeeperError */
  add<T>(name: string, timeoutMs: number, { start, onTimeout }: Operation<T>): Promise<T> {
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
        onTimeout();
      };
      // Read first: after a stall of this process the answer may be in the kernel.
      const timer = setTimeout(() => (look = setImmediate(late)), timeoutMs);
      this.#failures.add(fail);
      try {
        start((error, result) => {
          if (error !== null && error !== undefined) return fail(error);
          end();
          resolve(result as T);
        });
      } catch (error) {
        fail(error); // the library rejects the path
      }
    });
  }
  // #endregion add

  /** Fails all of them. The library forgets some, and would let others hang. */
  failAll(why: string): void {
    for (const fail of this.#failures)
      fail(new ZooKeeperError('CONNECTION_LOSS', 'operation', why));
  }
}
