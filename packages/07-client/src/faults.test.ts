// Whatever the server does, each call ends exactly once, and nothing is left behind.

import fc from 'fast-check';
import { encodeFrame } from '@bytes-up/codec';
import { CallError, Client } from '.';
import { FakeServer, type Behaviour } from './testing/fake-server';

const later = (act: () => void): void => void setImmediate(act);

/** What a misbehaving server may do with a request. */
const FAULTS: Readonly<Record<string, Behaviour>> = {
  answers: ({ request, answer }) => answer(request.params),
  'answers late': ({ request, answer }) => later(() => answer(request.params)),
  'answers twice': ({ request, answer }) => {
    answer(request.params);
    answer(request.params);
  },
  'answers somebody else': ({ answer }) => answer('x', 1_000_000),
  'never answers': () => undefined,
  // Node never closes a socket that is reset while it is being shut down.
  resets: ({ socket }) => (socket.writableEnded ? socket.destroy() : socket.resetAndDestroy()),
  closes: ({ socket }) => socket.end(),
  'cuts in mid-frame': ({ socket }) => socket.end(encodeFrame('{"out":"x"}').subarray(0, 6)),
  'sends no JSON': ({ socket }) => socket.write(encodeFrame('nonsense')),
  'sends a length that is too long': ({ socket }) => socket.write(Buffer.alloc(4, 0xff)),
};

interface Ended {
  readonly results: number;
  readonly errors: readonly CallError[];
}

async function callAll(client: Client, count: number, waits: boolean): Promise<Ended> {
  const ends = Array.from({ length: count }, () => 0);
  const errors: CallError[] = [];
  let results = 0;
  const calls = ends.map(async (_zero, n) => {
    for (let turns = waits ? n : 0; turns > 0; turns--) await new Promise(setImmediate);
    try {
      expect(await client.call('ping', n, { timeoutMs: 40, idempotent: n % 2 === 0 })).toBe(n);
      results++;
    } catch (error) {
      errors.push(error as CallError);
    }
    ends[n] = (ends[n] ?? 0) + 1;
  });
  await Promise.all(calls);
  expect(ends).toEqual(ends.map(() => 1));
  return { results, errors };
}

test.each([
  ['one connection', {}],
  ['a pool', { pool: { max: 3 } }],
])('over %s: random faults, and each call ends once', async (_name, transport) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(FAULTS)), { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      async (faults, waits) => {
        let turn = 0;
        const server = await FakeServer.start((came) => {
          FAULTS[faults[turn++ % faults.length] ?? 'answers']?.(came);
        });
        const client = new Client(server.address, {
          ...transport,
          retries: { baseMs: 1, maxMs: 2 },
        });
        const { results, errors } = await callAll(client, 12, waits);
        expect(results + errors.length).toBe(12);
        for (const error of errors) expect(error).toBeInstanceOf(CallError);
        await client.close();
        // Every connection closes with its client.
        while (server.open > 0) await new Promise(setImmediate);
        await server.stop();
      },
    ),
    { numRuns: 40 },
  );
});
