// The error of a command that cannot run as it was called (docs/protocol.md, clause
// 14.2).

/**
 * `message` is one line and `exitCode` is 2. After --help, it is 0 with an empty message.
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
