// A server of the course on fixture: started as the command that it is, ready when it says so, ended by who started it.

import { ServerProcess, type ServerProcessOptions } from './server-process';

/** It must come: a wait that is long costs time only when it does not. Ten processes that start beside a busy machine take a while. */
const READY_WITHIN_MS = 60_000;

/** A server command that has said that it is ready. */
export interface StartedServer {
  readonly process: ServerProcess;
  readonly address: { readonly host: string; readonly port: number };
}

/**
 * Starts a server command on a free port and waits for its ready line.
 * @param command the program and its arguments, without `--port`
 * @throws LaunchError when it does not become ready; then nothing of it is left
 */
export async function launch(
  command: readonly string[],
  options: ServerProcessOptions = {},
): Promise<StartedServer> {
  const process = new ServerProcess([...command, '--port', '0'], options);
  return { process, address: await process.ready(READY_WITHIN_MS) };
}
