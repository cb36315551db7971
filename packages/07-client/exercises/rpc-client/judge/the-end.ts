// Stage 4: what the calls in flight learn when the connection ends.

import { expectEqual, frames, type JudgedCase } from '@bytes-up/testkit';
import { scenario, NO_TIME, outcomeOf, type Exports, type Setup } from './scenario';

const END = 'Stage 4: the end';

export const theEnd: readonly JudgedCase<Exports>[] = [
  ending('the server ends the connection', 'UNAVAILABLE', ({ server }) => server.end()),
  ending('the server resets the connection', 'UNAVAILABLE', ({ server }) => server.reset()),
  ending('the connection ends inside a frame', 'UNAVAILABLE', async ({ server }) => {
    await server.write(Buffer.from('2600', 'hex'));
    server.end();
  }),
  ending('the client is closed', 'CANCELLED', ({ client }) => client.close()),
  ending('a length over the limit', 'RESOURCE_EXHAUSTED', ({ server }) =>
    server.write(Buffer.from('01004000', 'hex')),
  ),
  ending('an answer that is not JSON', 'INTERNAL', ({ server }) =>
    server.write(Buffer.from('04000000706f6e67', 'hex')),
  ),
  ending('an answer without an id', 'INTERNAL', ({ server }) =>
    server.write(frames({ out: 'pong', result: 1 })),
  ),
  scenario(END, 'after a broken answer the client ends the connection', async (setup) => {
    const { client, server } = setup;
    const call = outcomeOf(client.call('ping', 1));
    await server.request(1);
    await server.write(Buffer.from('04000000706f6e67', 'hex'));
    await call;
    await server.clientLeft();
  }),
  scenario(END, 'after close the connection is gone', async ({ client, server }) => {
    client.close();
    await server.clientLeft();
  }),
];

/** Two calls in flight, then the end, then one more call. */
function ending(title: string, code: string, end: (setup: Setup) => unknown): JudgedCase<Exports> {
  return scenario(END, title, async (setup) => {
    const { client, server } = setup;
    const calls = [1, 2].map((n) => outcomeOf(client.call('ping', n, { timeoutMs: NO_TIME })));
    await server.requests(2);
    await end(setup);
    for (const [at, call] of calls.entries())
      expectEqual(`two calls in flight: ${title}; call ${at + 1}`, { code }, await call);
    const later = await outcomeOf(client.call('ping', 3, { timeoutMs: NO_TIME }));
    expectEqual(`${title}; a later call`, { code }, later);
  });
}
