// Runs a server command, from its flags to its exit. The same for every model.

import { UnsupportedCallError } from '@bytes-up/posix';
import { parseServerOptions } from './options';
import type { ServerSpec } from './spec';
import { UsageError } from '@bytes-up/protocol';

/**
 * Runs a server command: parses the flags and passes them to the engine that they name.
 * The process exits with 0 after a stop, and with 2 if the server could not start.
 */
// #region run
export async function runServer(
  spec: ServerSpec,
  argv: readonly string[] = process.argv.slice(2),
): Promise<void> {
  try {
    const options = parseServerOptions(spec, argv);
    await spec.engines[options.engine]?.(options);
  } catch (error) {
    reportUsageError(spec, error);
  }
}
// #endregion run

/**
 * Prints in one line why a command cannot run (clause 14.2).
 * @throws every other error
 */
export function reportUsageError({ name }: Pick<ServerSpec, 'name'>, error: unknown): void {
  const usage = error instanceof UnsupportedCallError ? new UsageError(error.message) : error;
  if (!(usage instanceof UsageError)) throw usage;
  if (usage.message !== '') process.stderr.write(`${name}: ${usage.message}\n`);
  process.exitCode = usage.exitCode;
}
