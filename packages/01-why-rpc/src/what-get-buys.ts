// What the verb GET is good for (chapter 01): a cache may keep the response, and a client
// that lost the response may retry.

import { createHttpCache } from './http-cache';
import { Recorder } from './recorder';
import { createRestServer, RestClient } from './rest';
import { connectTo, listen, withServer } from './three-ways';

/** One call through a cache, and the bytes that reached the server. */
export interface Cached {
  readonly when: string;
  readonly result: number;
  readonly request: Buffer;
  readonly answer: Buffer;
}

/** Three calls through a cache: the first, one right after it, one when it is stale. */
export async function recordThroughCache(terms: number): Promise<readonly Cached[]> {
  let nowMs = 0;
  const server = createRestServer();
  const recorder = new Recorder(await listen(server));
  const cache = createHttpCache(await recorder.listen(), () => nowMs);
  const client = new RestClient(await listen(cache));
  const calls: Cached[] = [];
  const call = async (when: string): Promise<void> => {
    const result = await client.pi(terms);
    const { toServer, toClient } = recorder.take();
    calls.push({ when, result, request: toServer, answer: toClient });
  };
  try {
    await call('first');
    await call('at once');
    nowMs = 61_000; // the server sent max-age=60
    await call('stale');
    return calls;
  } finally {
    client.close();
    for (const one of [cache, server]) await new Promise((resolve) => one.close(resolve));
    await recorder.close();
  }
}

/**
 * A call whose response is lost with its connection, after the server has done the work.
 * @returns what the caller got, and what the server got
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
      recorder.loseNextAnswer();
      const outcome = await Promise.resolve(caller.pi(terms)).catch((error: Error) => error);
      return { outcome, requests: recorder.take().toServer };
    } finally {
      caller.close();
      await recorder.close();
    }
  });
}
