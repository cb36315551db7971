// The timeouts that both clients accept.

import { PiClient } from '../../client';
import { failureOf, succeed } from '../../testing/calls';
import { http2Stub, type Stub } from '../../testing/stub-server';
import { HandMadeClient } from '../client';
import { CALC, CALC_EACH } from '../methods';

let stub: Stub;
let client: HandMadeClient;

async function begin(starting: Promise<Stub>): Promise<void> {
  stub = await starting;
  client = new HandMadeClient(stub.url);
}

afterEach(async () => {
  await client.close();
  await stub.stop();
});

describe('the timeout', () => {
  test.each([NaN, '100', null])('timeoutMs %p is rejected by both clients', async (timeoutMs) => {
    await begin(http2Stub(succeed));
    const library = new PiClient(`127.0.0.1:${stub.port}`);
    for (const call of [
      client.unary(CALC, 1, timeoutMs as number),
      client.stream(CALC_EACH, [1], timeoutMs as number).next(),
      library.calc(1, timeoutMs as number),
    ])
      expect(await failureOf(call)).toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: `timeoutMs must be a number of milliseconds, got ${String(timeoutMs)}`,
      });
    library.close();
    expect(stub.connections()).toBe(0);
  });

  test.each([Infinity, 2 ** 31, undefined])(
    'timeoutMs %p does not expire at once',
    async (timeoutMs) => {
      await begin(http2Stub(succeed));
      expect(await client.unary(CALC, 1, timeoutMs)).toBe(3);
    },
  );

  test.each([0, -1])('timeoutMs %d has expired', async (timeoutMs) => {
    await begin(http2Stub(() => undefined));
    const error = await failureOf(client.unary(CALC, 1, timeoutMs));
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });
});
