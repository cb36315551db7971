// The error of an operation that failed or may have failed (chapter 15).

import { Exception } from 'node-zookeeper-client';

/** The library's names (NO_NODE, NODE_EXISTS, …), CONNECTION_LOSS, OPERATION_TIMEOUT. */
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

/** Explanations for names that need one. */
const MEANINGS: Readonly<Record<string, string>> = {
  NO_AUTH: "NO_AUTH, the node's access control list does not permit it",
};

/** Whether an error has this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof ZooKeeperError && error.code === code;
}
