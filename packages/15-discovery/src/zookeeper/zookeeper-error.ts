// Why an operation was not done, or may not have been done (chapter 15).

import { Exception } from 'node-zookeeper-client';

/**
 * The library's names of what a server says (NO_NODE, NODE_EXISTS, …), CONNECTION_LOSS,
 * and OPERATION_TIMEOUT.
 */
export class ZooKeeperError extends Error {
  override readonly name = 'ZooKeeperError';

  constructor(
    readonly code: string,
    readonly operation: string,
    why: string,
  ) {
    super(`${operation}: ${why}`);
  }

  static from(error: unknown, operation: string): ZooKeeperError {
    if (error instanceof ZooKeeperError) return error;
    const code = error instanceof Exception ? error.getName() : 'BAD_ARGUMENTS';
    const why = error instanceof Exception ? (MEANINGS[code] ?? code) : (error as Error).message;
    return new ZooKeeperError(code, operation, why);
  }
}

/** What is not plain from the name. */
const MEANINGS: Readonly<Record<string, string>> = {
  NO_AUTH: "NO_AUTH, the node's access control list does not permit it",
};

/** Whether it failed with this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof ZooKeeperError && error.code === code;
}
