// Starts a server of the course as a command, on a free port.

import { ServerProcess, type ServerProcessOptions } from './server-process';

/**
 * Generous: only a server that never becomes ready takes this long. Ten processes take a
 * while to start.
 */
const READY_WITHIN_MS = 60_000;

/**
 * A server command that has printed its ready line. The process that started it stops it.
 */
export interface StartedServer {
  readonly process: ServerProcess;
  readonly address: { readonly host: string; readonly port: number };
}

/**
 * Starts a server command on a free port and waits for its ready line.
 * @param command the program and its arguments, without `--port`
 * @throws LaunchError if it does not become ready; then nothing of it is left
 */
export async function launch(
  command: readonly string[],
  options: ServerProcessOptions = {},
): Promise<StartedServer> {
  const process = new ServerProcess([...command, '--port', '0'], options);
  return { process, address: await process.ready(READY_WITHIN_MS) };
}
