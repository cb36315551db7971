// What the verb GET makes possible: a cache between client and server may store the
// answer, and a client that lost the answer may retry.

import { createHttpCache } from './http-cache';
import { Recorder } from './recorder';
import { createRestServer, RestClient } from './rest';
import { connectTo, listen, withServer } from './three-ways';

/** A call through a cache, and the bytes between the cache and the server. */
export interface CachedCall {
  readonly when: string;
  readonly result: number;
  readonly request: Buffer;
  readonly answer: Buffer;
}

/** Calls three times through a cache: the first time, at once again, and when stale. */
export async function recordThroughCache(terms: number): Promise<readonly CachedCall[]> {
  let nowMs = 0;
  const server = createRestServer();
  const recorder = new Recorder(await listen(server));
  const cache = createHttpCache(await recorder.listen(), () => nowMs);
  const client = new RestClient(await listen(cache));
  const calls: CachedCall[] = [];
  const call = async (when: string): Promise<void> => {
    const result = await client.pi(terms);
    const { toServer, toClient } = recorder.take();
    calls.push({ when, result, request: toServer, answer: toClient });
  };
  try {
    await call('first');
    await call('at once');
    nowMs = 61_000; // the server said max-age=60
    await call('stale');
    return calls;
  } finally {
    client.close();
    for (const one of [cache, server]) await new Promise((resolve) => one.close(resolve));
    await recorder.close();
  }
}

/**
 * Makes a call whose answer is lost with the connection, after the server did the work.
 * @returns what the caller got, and what the server received
 */
export function callWithLostAnswer(
  way: 'REST' | 'RPC',
  terms: number,
): Promise<{ readonly outcome: number | Error; readonly requests: Buffer }> {
  return withServer(way, async (port) => {
    const recorder = new Recorder(port);
    const caller = connectTo(way, await recorder.listen());
    try {
      await caller.pi(terms); // now the connection is open
      recorder.take();
      recorder.dropNextAnswer();
      const outcome = await Promise.resolve(caller.pi(terms)).catch((error: Error) => error);
      return { outcome, requests: recorder.take().toServer };
    } finally {
      caller.close();
      await recorder.close();
    }
  });
}
