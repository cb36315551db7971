import { estimatePi } from '@bytes-up/protocol';
import { record, timeOf, WAYS, type OnTheWire, type Way } from './three-ways';

const TERMS = 1000;
const wire = {} as Record<Way, OnTheWire>;

beforeAll(async () => {
  for (const way of WAYS) wire[way] = await record(way, TERMS);
});

test.each(WAYS)('%s gives the same result', (way) => {
  expect(wire[way].result).toBe(estimatePi(TERMS));
});

test('a local call puts nothing on the wire', () => {
  expect(wire.local.request).toHaveLength(0);
  expect(wire.local.answer).toHaveLength(0);
});

test('an RPC call is a length, a name and a value in each direction', () => {
  const body = (bytes: Buffer): unknown => JSON.parse(bytes.toString('utf8', 4));
  expect(wire.RPC.request.readUInt32LE(0)).toBe(wire.RPC.request.length - 4);
  expect(body(wire.RPC.request)).toEqual({ in: 'pi', params: TERMS });
  expect(body(wire.RPC.answer)).toEqual({ out: 'pi_r', result: estimatePi(TERMS) });
});

test('a REST call is a verb, a path, a status, and headers in text', () => {
  expect(wire.REST.request.toString()).toMatch(
    /^GET \/pi\?terms=1000 HTTP\/1\.1\r\n(?:[\w-]+: .*\r\n)+\r\n$/,
  );
  expect(wire.REST.answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n[^]*\{"pi":3\.14/);
});

test('REST puts several times as many bytes on the wire for the same call', () => {
  const bytes = ({ request, answer }: OnTheWire): number => request.length + answer.length;
  expect(bytes(wire.REST)).toBeGreaterThan(3 * bytes(wire.RPC));
});

test.each(WAYS)('the time of a %s call can be measured', async (way) => {
  expect(await timeOf(way, TERMS, 20)).toBeGreaterThan(0);
});
