// A typed client behaves like other objects: what the language and its tools ask of every
// object never becomes a call.

import { inspect } from 'node:util';
import { createClient, type TypedClient } from '.';
import { FakeServer } from './testing/fake-server';

interface Services extends Record<string, (params: never) => number | string> {
  readonly double: (n: number) => number;
  readonly greet: (name: string) => string;
}

let server: FakeServer;
let client: TypedClient<Services>;

beforeEach(async () => {
  server = await FakeServer.start(({ request: { in: method, params }, answer }) =>
    answer(method === 'double' ? 2 * (params as number) : `hello ${params as string}`),
  );
  client = createClient<Services>(server.address);
});

afterEach(async () => {
  await client.$client.close();
  await server.stop();
});

/** The client where a string is expected. */
const asText = (): string => client as unknown as string;

/**
 * What reached the server. Everything that was sent before the ping has arrived with it.
 */
async function called(): Promise<string[]> {
  await client.$client.call('ping');
  return server.requests.map((request) => request.in);
}

test('has the service’s methods, with their types', async () => {
  const four: number = await client.double(2);
  const greeting: string = await client.greet('Ada', { timeoutMs: 1_000 });
  expect([four, greeting]).toEqual([4, 'hello Ada']);
});

test('is nothing to await, and looks like no promise', async () => {
  expect(await Promise.resolve(client)).toBe(client);
  expect(await called()).toEqual(['ping']);
});

test.each<[name: string, ask: () => unknown, says: (port: number) => unknown]>([
  [
    'JSON.stringify',
    () => JSON.stringify({ client }),
    (port) => `{"client":{"address":{"host":"127.0.0.1","port":${port}}}}`,
  ],
  ['a template', () => `${asText()}`, (port) => `TypedClient(127.0.0.1:${port})`],
  ['String', () => String(asText()), (port) => `TypedClient(127.0.0.1:${port})`],
  ['+', () => asText() + '', (port) => `TypedClient(127.0.0.1:${port})`],
  ['toLocaleString', () => asText().toLocaleString(), (port) => `TypedClient(127.0.0.1:${port})`],
  ['valueOf', () => client.valueOf() === client, () => true],
  ['constructor', () => client.constructor, () => Object],
  ['instanceof', () => client instanceof Array, () => false],
  [
    'Object.prototype.toString',
    () => Object.prototype.toString.call(client),
    () => '[object Object]',
  ],
  ['in', () => ['$client' in client, 'double' in client], () => [true, false]],
  ['hasOwn', () => Object.hasOwn(client, 'double'), () => false],
  ['keys and spreading', () => Object.keys({ ...client })[0], () => '$client'],
  ['inspect', () => inspect(client).includes('Client'), () => true],
  ['a comparison of a test tool', () => expect(client).not.toEqual({}), () => undefined],
])('%s calls nothing', async (_name, ask, says) => {
  expect(ask()).toEqual(says(server.address.port));
  expect(await called()).toEqual(['ping']);
});

test.each<[name: string, change: (client: Record<string, unknown>) => unknown]>([
  ['a method', (object) => (object['double'] = () => 0)],
  ['the client itself', (object) => (object['$client'] = undefined)],
  ['what it has from every object', (object) => (object['toString'] = () => '')],
  ['a definition', (object) => Object.defineProperty(object, 'double', { value: 1 })],
  ['a deletion', (object) => delete object['$client']],
  ['another prototype', (object) => Object.setPrototypeOf(object, null) as unknown],
])('nothing of it can be changed: %s', (_name, change) => {
  expect(() => change(client as unknown as Record<string, unknown>)).toThrow(TypeError);
});

test('says what cannot be set', () => {
  expect(() => Object.assign(client, { double: 1 })).toThrow(
    "a typed client has its server's methods: double cannot be set",
  );
});

test('a method with the name of one of every object is called by its name', async () => {
  expect(await client.$client.call('toString', 'Ada')).toBe('hello Ada');
});
