// The server of this chapter as a command, and bytes that are not Thrift.

import { connect } from 'node:net';
import { estimatePi } from '@bytes-up/protocol';
import { ServerFixture, ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { join } from 'node:path';
import { WIRES } from './wire';
import { CLIENTS } from './local-server';

const fixture = new ServerFixture();
const main = (...flags: readonly string[]): readonly string[] =>
  typescriptCommand(join(__dirname, 'main.ts'), ...flags);

afterEach(() => fixture.clear());

const ENGINES = WIRES.flatMap((wire) =>
  ['library', 'by-hand'].map((engine) => ({ engine, ...wire })),
);

describe.each(ENGINES)('--engine $engine --protocol $protocol --transport $transport', (flags) => {
  const { engine, protocol, transport } = flags;
  const serve = () =>
    fixture.serve(
      ...main('--engine', engine, '--protocol', protocol, '--transport', transport),
      ...['--max-frame-bytes', '100000'],
    );

  test('answers, and after SIGTERM stops when all received calls are answered', async () => {
    await serve();
    const client = await CLIENTS['the library'](fixture.server.address.port, flags);
    expect(await client.calc(1_000)).toBe(estimatePi(1_000));
    const last = client.calc(10_000_000);
    await new Promise(setImmediate); // it has left
    const [end, value] = await Promise.all([fixture.stop(), last]);
    expect([end, value]).toEqual([{ code: 0, signal: null }, estimatePi(10_000_000)]);
  });

  test('bytes that are not Thrift close only their own connection', async () => {
    await serve();
    const { port } = fixture.server.address;
    const client = await CLIENTS['the library'](port, flags);
    for (const bytes of [
      Buffer.from('GET / HTTP/1.1\r\nhost: a\r\n\r\n'),
      Buffer.from('7fffffff' + '00'.repeat(200), 'hex'), // a frame of 2 GB
      Buffer.alloc(150_000, 0xff),
      Buffer.alloc(150_000, 0x80),
    ]) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      const closed = new Promise((resolve) => socket.on('close', resolve));
      socket.end(bytes);
      await closed;
      expect(await client.calc(1)).toBe(estimatePi(1));
    }
    await client.close();
  });
});

test.each([
  [['--protocol', 'xml'], "argument 'xml' is invalid"],
  [['--transport', 'http'], "argument 'http' is invalid"],
])('%j is one line and exit code 2', async (flags, why) => {
  const server = new ServerProcess(main(...flags));
  expect(await server.finished(60_000)).toEqual({ code: 2, signal: null });
  expect(server.stderr).toContain(why);
});
