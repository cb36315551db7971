// Several calls on one connection, limits, and programs with another version of the
// schema.

import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { encodeVarint32 } from '@bytes-up/codec';
import { estimatePi } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-kit';
import { stall } from '@bytes-up/testkit';
import { HandMadeClient } from './by-hand/client';
import { startHandMadeServer } from './by-hand/server';
import { PiClient } from './client';
import { startThriftServer } from './server';
import { SERVERS } from './local-server';
import { contextWith, log } from './testing/context';

/** Of 100,000 bytes each: more than the buffers of any kernel. */
const PINGS = 500;
const WIRE = { protocol: 'compact', transport: 'framed' } as const;
let server: RunningServer;

afterEach(() => server.stop());

test('calls on one connection are executed in order, and each reply carries the number of its call', async () => {
  server = await startHandMadeServer(contextWith(), WIRE);
  const client = await PiClient.connect(server.address.port, WIRE);
  const order: string[] = [];
  const slow = client.calc(10_000_000).then(() => order.push('slow'));
  const quick = client.calc(1).then(() => order.push('quick'));
  await Promise.all([slow, quick]);
  expect(order).toEqual(['slow', 'quick']);
  await client.close();
});

describe.each(Object.keys(SERVERS) as (keyof typeof SERVERS)[])('server: %s', (name) => {
  test('a frame above the limit closes only its own connection', async () => {
    server = await SERVERS[name](contextWith({ maxFrameBytes: 1_000 }), WIRE);
    const [large, other] = [1, 2].map(() => new HandMadeClient(server.address.port, WIRE));
    await expect(large?.ping('x'.repeat(2_000))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await other?.ping('x')).toBe('x');
    await Promise.all([large?.close(), other?.close()]);
  });

  test('a call that arrived while this process was stalled keeps its connection from being idle', async () => {
    server = await SERVERS[name](contextWith({ idleTimeoutMs: 1_000 }), WIRE);
    const socket = connect(server.address.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    for (let call = 0; call < 3; call++) {
      const came = new Promise((resolve, reject) => {
        socket.once('data', resolve).once('close', () => reject(new Error('closed')));
      });
      socket.write(framedPing('x')); // it is in the kernel at once
      stall(1_200);
      await came;
    }
    await closed; // after the last data
  });

  test('the server stops reading from a client that does not read', async () => {
    server = await SERVERS[name](contextWith(), WIRE);
    const { port } = server.address;
    const greedy = connect(port, '127.0.0.1').on('error', () => undefined);
    greedy.pause();
    const ping = framedPing('x'.repeat(100_000));
    let taken = 0; // pings that the kernel has accepted
    const send = (): boolean => greedy.write(ping, (error) => error ?? (++taken < PINGS && send()));
    send();
    const client = await PiClient.connect(port, WIRE);
    // The server answers others, but reads no more from this one: the kernel accepted
    // nothing while the server answered forty pings.
    for (let before = -1; before < taken;) {
      before = taken;
      for (let n = 0; n < 40; n++) expect(await client.calc(1)).toBe(estimatePi(1));
    }
    expect(greedy.destroyed).toBe(false);
    expect(taken).toBeLessThan(PINGS / 2);
    await client.close();
    greedy.destroy();
  });

  test.each([
    ['an argument of another type', '15d00f' + '00'], // 1: i32 1000, not a struct
    ['no argument', '00'],
    ['a number of another type', '1c' + '1801' + '78' + '00' + '00'], // 1: { 1: "x" }
  ])('calc with %s has no argument, and the next call is answered', async (_name, args) => {
    server = await SERVERS[name](contextWith(), WIRE);
    const socket = connect(server.address.port, '127.0.0.1');
    const came = new Promise<Buffer>((resolve) => socket.once('data', resolve));
    const body = Buffer.from('822101' + '0463616c63' + args, 'hex');
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length);
    socket.write(Buffer.concat([length, body]));
    expect((await came).toString('latin1')).toContain('n must be above 0, got ');
    socket.destroy();
    const client = await PiClient.connect(server.address.port, WIRE);
    expect(await client.ping('x')).toBe('x');
    await client.close();
  });

  test('an unknown method is a failure of Thrift, and the next call is answered', async () => {
    server = await SERVERS[name](contextWith(), WIRE);
    const socket = connect(server.address.port, '127.0.0.1');
    const replies: Buffer[] = [];
    const came = new Promise<void>((resolve) => {
      socket.on('data', (chunk) => {
        replies.push(chunk);
        if (Buffer.concat(replies).includes('Unknown function')) resolve();
      });
    });
    socket.write(Buffer.from('0000000a' + '822101' + '056f74686572' + '00', 'hex'));
    await came;
    socket.destroy();
    const client = await PiClient.connect(server.address.port, WIRE);
    expect(await client.ping('x')).toBe('x');
    await client.close();
  });
});

/** A ping as the client by hand sends it. */
function framedPing(text: string): Buffer {
  const body = Buffer.concat([
    Buffer.from('822101' + '0470696e67' + '18', 'hex'),
    encodeVarint32(text.length),
    Buffer.from(text),
    Buffer.from('00', 'hex'),
  ]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

test('the log says why a connection was closed', async () => {
  log.length = 0;
  server = await startThriftServer(contextWith(), WIRE);
  const socket = connect(server.address.port, '127.0.0.1').on('error', () => undefined);
  socket.write(Buffer.from('7fffffff', 'hex'));
  await new Promise((resolve) => socket.resume().on('close', resolve));
  expect(log.join()).toContain('connection closed: Frame size 2147483647');
});

describe('the generated code', () => {
  const compiler = spawnSync('thrift', ['--version'], { encoding: 'utf8' });
  const isThere = compiler.stdout?.includes('0.17.0') === true;

  (isThere ? test : test.skip)(
    'is what the command generates (skipped without thrift 0.17.0)',
    async () => {
      server = await startThriftServer(contextWith(), WIRE); // for afterEach
      const made = mkdtempSync(join(tmpdir(), 'bytes-up-generated-'));
      try {
        const idl = join(__dirname, '../thrift/pi.thrift');
        const run = spawnSync('thrift', ['--strict', '--gen', 'js:node,ts', '-out', made, idl]);
        expect(run.status).toBe(0);
        for (const file of ['PiService.js', 'PiService.d.ts', 'pi_types.js', 'pi_types.d.ts'])
          expect(readFileSync(join(made, file), 'utf8')).toBe(
            readFileSync(join(__dirname, 'generated', file), 'utf8'),
          );
      } finally {
        rmSync(made, { recursive: true });
      }
    },
  );
});
