// A scenario with one client and one server, and how its calls ended.

import type { Json } from '@bytes-up/protocol';
import { codeOnly, giving, later, noting, type JudgedCase } from '@bytes-up/testkit';
import { HANGS_MS, startServer, type ScriptedServer } from './scripted-server';

export interface Client {
  call(method: string, params: Json, options?: { timeoutMs?: number }): Promise<Json>;
  close(): void;
}

export interface Exports {
  connect: (address: { host: string; port: number }) => Promise<Client>;
}

/** So long that no case reaches it, in milliseconds. */
export const NO_TIME = 60_000;

export interface Setup {
  readonly client: Client;
  readonly server: ScriptedServer;
}

type Ended = { result: Json } | ReturnType<typeof codeOnly> | { 'still in flight after': string };

/**
 * How a call ended. A call that hangs does not fail the case, so that the others are
 * still reported.
 */
export async function outcomeOf(call: Promise<Json>): Promise<Ended> {
  try {
    const hangs = later(HANGS_MS).then(() => ({ 'still in flight after': `${HANGS_MS} ms` }));
    return await Promise.race([call.then((result) => ({ result })), hangs]);
  } catch (error) {
    return codeOnly(error);
  }
}

export function scenario(
  section: string,
  title: string,
  steps: (setup: Setup) => Promise<void>,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => connected(exports, steps) };
}

/** Connects the learner's client to a server of its own, and ends both afterwards. */
export async function connected(
  { connect }: Exports,
  steps: (setup: Setup) => Promise<void>,
): Promise<void> {
  const { port, stop, accepted } = await startServer();
  let client: Client | undefined;
  try {
    giving('connect to a listening server');
    client = await connect({ host: '127.0.0.1', port });
    await steps({ client: noting(client), server: await accepted });
  } finally {
    client?.close(); // not noted: what failed is what came before
    await stop();
  }
}

export function count(n: number): number[] {
  return Array.from({ length: n }, (_, at) => at);
}
