// Software that knows HTTP but nothing about π can cache a GET and retry it.

import { estimatePi } from '@bytes-up/protocol';
import { callWithLostAnswer, recordThroughCache } from './what-get-buys';

const TERMS = 1000;

test('a cache serves a fresh answer again, and revalidates a stale one with its etag', async () => {
  const [first, fresh, stale] = await recordThroughCache(TERMS);
  expect([first?.result, fresh?.result, stale?.result]).toEqual(Array(3).fill(estimatePi(TERMS)));
  expect(first?.answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect([fresh?.request.length, fresh?.answer.length]).toEqual([0, 0]);
  const etag = /^etag: (.*)\r$/m.exec(first?.answer.toString() ?? '')?.[1];
  expect(stale?.request.toString()).toContain(`if-none-match: ${etag}\r\n`);
  expect(stale?.answer.toString()).toMatch(/^HTTP\/1\.1 304 Not Modified\r\n[^]*\r\n\r\n$/);
});

test('after a lost answer a GET is retried once, and an RPC call fails', async () => {
  const rest = await callWithLostAnswer('REST', TERMS);
  expect(rest.outcome).toBe(estimatePi(TERMS));
  expect(rest.requests.toString().match(/^GET \/pi\?terms=1000 /gm)).toHaveLength(2);
  const rpc = await callWithLostAnswer('RPC', TERMS);
  expect(rpc.outcome).toEqual(new Error('connection closed'));
  expect(rpc.requests.toString().match(/"in":"pi"/g)).toHaveLength(1);
});
