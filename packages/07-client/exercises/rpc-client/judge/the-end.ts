// Stage 4: what the calls in flight learn when the connection ends.

import { expectEqual, frames, settled, type JudgedCase } from '@bytes-up/testkit';
import { scenario, NO_TIME, outcomeOf, type Client, type Exports, type Setup } from './scenario';
import { pong } from './scripted-server';

const END = 'Stage 4: the end';
const MAX_BODY_BYTES = 4_194_304;
const NOT_JSON = Buffer.from('04000000706f6e67', 'hex');
const TOO_LONG = Buffer.from('01004000', 'hex');

export const theEnd: readonly JudgedCase<Exports>[] = [
  ending('the server ends the connection', 'UNAVAILABLE', ({ server }) => server.end()),
  ending('the server resets the connection', 'UNAVAILABLE', ({ server }) => server.reset()),
  ending('the connection ends inside a frame', 'UNAVAILABLE', async ({ server }) => {
    await server.write(Buffer.from('2600', 'hex'));
    server.end();
  }),
  ending('the client is closed', 'CANCELLED', ({ client }) => client.close()),
  ending('a length over the limit', 'RESOURCE_EXHAUSTED', ({ server }) => server.write(TOO_LONG)),
  ending('an answer that is not JSON', 'INTERNAL', ({ server }) => server.write(NOT_JSON)),
  ending('an answer without an id', 'INTERNAL', ({ server }) =>
    server.write(frames({ out: 'pong', result: 1 })),
  ),
  scenario(END, 'after a broken answer the client ends the connection', async (setup) => {
    const { client, server } = setup;
    const call = outcomeOf(client.call('ping', 1));
    await server.request(1);
    await server.write(NOT_JSON);
    await call;
    await server.clientLeft();
    await expectLater('an answer that is not JSON, and the end', 'INTERNAL', client);
  }),
  scenario(END, 'after close the connection is gone', async ({ client, server }) => {
    client.close();
    await server.clientLeft();
    await expectLater('close(), and the end', 'CANCELLED', client);
  }),
  scenario(END, 'an answer of exactly 4,194,304 bytes', async ({ client, server }) => {
    const call = outcomeOf(client.call('ping', 1));
    const { id = null } = await server.request(1);
    const rest = JSON.stringify({ out: 'pong', result: '', id }).length;
    const result = 'a'.repeat(MAX_BODY_BYTES - rest);
    server.send({ out: 'pong', result, id });
    expectEqual('an answer of exactly 4,194,304 bytes', { result }, await call);
  }),
  scenario(END, 'an answer just before the end', async ({ client, server }) => {
    const calls = [1, 2].map((n) => outcomeOf(client.call('ping', n)));
    await server.requests(2);
    server.send(pong(server.requestWith(1)));
    server.end();
    const given = 'two calls in flight: the first is answered, and the connection ends';
    expectEqual(`${given}; the first`, { result: 1 }, await calls[0]);
    expectEqual(`${given}; the second`, { code: 'UNAVAILABLE' }, await calls[1]);
  }),
  around('an answer that is not JSON', NOT_JSON, 'INTERNAL'),
  around('a length over the limit', TOO_LONG, 'RESOURCE_EXHAUSTED'),
];

/** In one piece: an answer, a broken one, and the answer to another call. */
function around(what: string, broken: Buffer, code: string): JudgedCase<Exports> {
  return scenario(END, `${what}, between two answers`, async ({ client, server }) => {
    const calls = [1, 2].map((n) => outcomeOf(client.call('ping', n)));
    await server.requests(2);
    const [first, second] = [server.requestWith(1), server.requestWith(2)];
    await server.write(Buffer.concat([frames(pong(first)), broken, frames(pong(second))]));
    const given = `two calls in flight; in one piece, their answers and ${what} between them`;
    expectEqual(`${given}; the first`, { result: 1 }, await calls[0]);
    expectEqual(`${given}; the second`, { code }, await calls[1]);
  });
}

/** The end of the connection does not change what later calls learn. */
async function expectLater(given: string, code: string, client: Client): Promise<void> {
  await settled();
  const came = await outcomeOf(client.call('ping', 3, { timeoutMs: NO_TIME }));
  expectEqual(`${given}; a later call`, { code }, came);
}

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
