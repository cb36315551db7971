// Each client with each server, over each protocol and each transport.

import { estimatePi } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-kit';
import { eventually } from '@bytes-up/testkit';
import { type AnyClient, CLIENTS, COMBINATIONS, SERVERS } from './local-server';
import { contextWith, log } from './testing/context';

describe.each(COMBINATIONS)('$name, client: $client, server: $server', (combination) => {
  let server: RunningServer;
  let client: AnyClient;

  beforeEach(async () => {
    server = await SERVERS[combination.server](contextWith(), combination.wire);
    client = await CLIENTS[combination.client](server.address.port, combination.wire);
  });

  afterEach(async () => {
    await client.close();
    await server.stop();
  });

  test('calls are answered', async () => {
    expect(await client.calc(1_000)).toBe(estimatePi(1_000));
    expect(await client.ping('π ≈ 3.14')).toBe('π ≈ 3.14');
    expect(await client.ping('')).toBe('');
  });

  test.each([0, -1, 10_000_001])('calc(%d) fails with its declared exception', async (n) => {
    await expect(client.calc(n)).rejects.toMatchObject({
      name: 'IllegalArgument',
      message: expect.stringMatching(/n must be above 0|pi takes an integer/) as string,
    });
    expect(await client.calc(1)).toBe(estimatePi(1));
  });

  test('a one-way call has no reply', async () => {
    log.length = 0;
    client.note('hello');
    expect(await eventually(() => log.includes('note: hello'), 60_000)).toBe(true);
    expect(await client.ping('still here')).toBe('still here');
  });

  test('a hundred calls at once on one connection', async () => {
    const numbers = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(await Promise.all(numbers.map((n) => client.calc(n)))).toEqual(
      numbers.map((n) => estimatePi(n)),
    );
  });

  test.each([1_000, 100_000, 1_000_000])('a string of %d bytes', async (length) => {
    const text = 'x'.repeat(length);
    expect(await client.ping(text)).toBe(text);
  });
});
