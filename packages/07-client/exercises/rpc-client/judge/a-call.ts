// Stage 1: a call and its answer.

import { CaseFailed, expectCode, expectEqual, show, type JudgedCase } from '@bytes-up/testkit';
import { scenario, outcomeOf, type Exports } from './scenario';
import { startServer } from './scripted-server';

const CALL = 'Stage 1: a call';

export const aCall: readonly JudgedCase<Exports>[] = [
  scenario(CALL, 'the request is one frame', async ({ client, server }) => {
    const call = outcomeOf(client.call('ping', 'hello'));
    const request = await server.request(1);
    const given = `call('ping', 'hello')`;
    expectEqual(`${given}; in`, 'ping', request['in']);
    expectEqual(`${given}; params`, 'hello', request['params']);
    const { id } = request;
    if (typeof id !== 'string' && typeof id !== 'number')
      throw new CaseFailed({ given, expected: 'a request with an id', came: show(request) });
    server.send({ out: 'pong', result: 'hello', id });
    expectEqual(`${given}, answered with "hello"`, { result: 'hello' }, await call);
  }),
  scenario(CALL, 'one call after the other', async ({ client, server }) => {
    server.answerAll();
    for (const params of [1, null, [true], { a: 'é' }]) {
      const given = `call('ping', ${show(params)})`;
      expectEqual(given, { result: params }, await outcomeOf(client.call('ping', params)));
    }
  }),
  scenario(CALL, 'an error as an answer', async ({ client, server }) => {
    const call = outcomeOf(client.call('pi', -1));
    const { id = null } = await server.request(1);
    const result = { code: 'INVALID_ARGUMENT', message: 'no', retryable: false };
    server.send({ out: 'error', result, id });
    expectEqual(`call('pi', -1), refused`, { code: 'INVALID_ARGUMENT' }, await call);
  }),
  {
    title: 'no server at that port',
    section: CALL,
    run: async ({ connect }) => {
      const { port, stop } = await startServer();
      await stop(); // now nothing is listening there
      await expectCode('connect, and nothing is listening there', 'UNAVAILABLE', () =>
        connect({ host: '127.0.0.1', port }),
      );
    },
  },
  {
    title: 'no such host',
    section: CALL,
    run: async ({ connect }) => {
      // so that a client that ignores the host finds a server
      const { port, stop } = await startServer();
      try {
        await expectCode('connect to the host "a..b", which cannot exist', 'UNAVAILABLE', () =>
          connect({ host: 'a..b', port }),
        );
      } finally {
        await stop();
      }
    },
  },
];
