// What HTTP's verb buys: whoever stands between may keep the answer of a GET, and whoever lost it may ask again.

import { createHttpCache } from './http-cache';
import { Recorder } from './recorder';
import { createRestServer, RestClient } from './rest';
import { connectTo, listen, withServer } from './three-ways';

/** One call through a cache, and what of it reached the server. */
export interface Cached {
  readonly when: string;
  readonly result: number;
  readonly request: Buffer;
  readonly answer: Buffer;
}

/** Calls three times through a cache: at first, at once again, and when the answer is stale. */
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
    nowMs = 61_000; // the server has said max-age=60
    await call('stale');
    return calls;
  } finally {
    client.close();
    for (const one of [cache, server]) await new Promise((resolve) => one.close(resolve));
    await recorder.close();
  }
}

/**
 * A call whose answer is lost with its connection, after the server has done the work.
 * @returns what the caller gets, and what the server got
 */
export function callWithLostAnswer(
  way: 'REST' | 'RPC',
  terms: number,
): Promise<{ readonly outcome: number | Error; readonly requests: Buffer }> {
  return withServer(way, async (port) => {
    const recorder = new Recorder(port);
    const caller = connectTo(way, await recorder.listen());
    try {
      await caller.pi(terms); // the connection is there now
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
