// Stage 2: many calls in flight on one connection.

import { expectEqual, frames, type JudgedCase } from '@bytes-up/testkit';
import { connected, count, scenario, outcomeOf, type Exports } from './scenario';
import { pong } from './scripted-server';

const MANY = 'Stage 2: many calls';

export const manyCalls: readonly JudgedCase<Exports>[] = [
  scenario(MANY, 'a hundred calls at once', async ({ client, server }) => {
    const calls = count(100).map((n) => outcomeOf(client.call('ping', n)));
    const given = 'a hundred calls made at once, answered when all have arrived';
    const requests = await server.requests(100);
    expectEqual(`${given}; different ids`, 100, new Set(requests.map(({ id }) => id)).size);
    for (const request of [...requests].reverse()) server.send(pong(request));
    for (const [n, call] of calls.entries())
      expectEqual(`${given}, in reverse; call ${n}`, { result: n }, await call);
  }),
  scenario(MANY, 'answers that are cut at every byte', async ({ client, server }) => {
    const calls = ['one', 'two'].map((text) => outcomeOf(client.call('ping', text)));
    const bytes = frames(...(await server.requests(2)).map(pong));
    for (const byte of bytes) await server.write(Buffer.from([byte]));
    const given = 'two answers, one byte at a time';
    expectEqual(`${given}; call 1`, { result: 'one' }, await calls[0]);
    expectEqual(`${given}; call 2`, { result: 'two' }, await calls[1]);
  }),
  scenario(MANY, 'two answers in one piece', async ({ client, server }) => {
    const calls = ['one', 'two'].map((text) => outcomeOf(client.call('ping', text)));
    await server.write(frames(...(await server.requests(2)).map(pong)));
    const given = 'two answers in one piece';
    expectEqual(`${given}; call 1`, { result: 'one' }, await calls[0]);
    expectEqual(`${given}; call 2`, { result: 'two' }, await calls[1]);
  }),
  scenario(MANY, 'an answer of 100,000 bytes', async ({ client, server }) => {
    server.answerAll();
    const text = 'é'.repeat(50_000);
    const came = await outcomeOf(client.call('ping', text));
    expectEqual(`call('ping', 50,000 times é)`, { result: text }, came);
  }),
  {
    title: 'two clients at the same time',
    section: MANY,
    run: (exports) =>
      connected(exports, ({ client, server }) =>
        connected(exports, async (second) => {
          const calls = [client, second.client].map((each) => outcomeOf(each.call('ping', 1)));
          const given = 'two clients, each with a server and a call';
          const [request, other] = [await server.request(1), await second.server.request(1)];
          server.send({ out: 'pong', result: 'one', id: request['id'] ?? null });
          expectEqual(`${given}; the first is answered`, { result: 'one' }, await calls[0]);
          client.close();
          second.server.send({ out: 'pong', result: 'two', id: other['id'] ?? null });
          const then = `${given}; the first is closed, and the second answered`;
          expectEqual(then, { result: 'two' }, await calls[1]);
        }),
      ),
  },
];
