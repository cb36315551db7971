// A command that was called in a way that it cannot run (docs/protocol.md, clause 14.2).

/**
 * `message` is one line, `exitCode` 2. For --help it is 0, with an empty message: nothing
 * to print.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(
    message: string,
    readonly exitCode: 0 | 2 = 2,
  ) {
    super(message);
  }
}
