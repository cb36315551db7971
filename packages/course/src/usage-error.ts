// What the person who typed the command can put right. It becomes one line on standard error and exit code 2.

export class UsageError extends Error {
  override readonly name = 'UsageError';
}
