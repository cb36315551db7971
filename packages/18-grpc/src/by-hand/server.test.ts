// A call in the server by hand ends once, and its memory is bounded.

import { once } from 'node:events';
import {
  connect as connectHttp2,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2';
import { connect as connectTcp } from 'node:net';
import type { RunningServer } from '@bytes-up/server-kit';
import { contextWith } from '../testing/context';
import { frame, literal, words } from '../testing/stub-server';
import { PREFACE } from '../transcript/http2-frames';
import { HandMadeClient } from './client';
import { prefix } from './message/message-prefix';
import { APPROACH, CALC, CALC_EACH, MEAN, PING } from './methods';
import { PI_REQUEST } from './message/pi-codec';
import { startHandMadeServer } from './server';

let server: RunningServer;
let session: ClientHttp2Session;
let client: HandMadeClient;
let log: string[];

beforeEach(async () => {
  log = [];
  server = await startHandMadeServer({ ...contextWith(), log: (line) => void log.push(line) });
  const url = `http://127.0.0.1:${server.address.port}`;
  session = connectHttp2(url);
  client = new HandMadeClient(url);
});

afterEach(async () => {
  await client.close();
  session.destroy();
  await server.stop();
});

const one = prefix(PI_REQUEST.encode(1));

function begin(path: string, headers: Record<string, string> = {}): ClientHttp2Stream {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    ...headers,
  });
  stream.on('error', () => undefined);
  return stream;
}

/** How the call ended: `grpc-status`, or HTTP's. */
async function ending(stream: ClientHttp2Stream): Promise<string> {
  let end = 'none';
  stream.on('response', (fields) => {
    end = String(fields['grpc-status'] ?? `HTTP ${fields[':status']}`);
  });
  stream.on('trailers', (fields: IncomingHttpHeaders) => (end = String(fields['grpc-status'])));
  stream.resume();
  await once(stream, 'end');
  return end;
}

/** All log lines, after that of a later call has arrived. */
async function logged(): Promise<string[]> {
  await client.unary(PING, '');
  const lines = log.filter((line) => !line.endsWith('/Ping: OK'));
  return lines.map((line) => line.replace('/pi.PiCalculator/', ''));
}

describe('a call is logged once, with its first end', () => {
  test.each<[string, string, (stream: ClientHttp2Stream) => void, string]>([
    ['OK', CALC.path, (stream) => stream.end(one), '0'],
    ['INVALID_ARGUMENT', CALC.path, (stream) => stream.end(prefix(Buffer.alloc(0))), '3'],
    ['UNIMPLEMENTED', CALC.path, (stream) => stream.end(Buffer.concat([one, one])), '12'],
    ['UNIMPLEMENTED', CALC.path, (stream) => stream.end(), '12'],
    ['UNIMPLEMENTED', APPROACH.path, (stream) => stream.end(), '12'],
    ['INTERNAL', CALC.path, (stream) => stream.end(prefix(Buffer.from('ff', 'hex'))), '13'],
    ['INTERNAL', MEAN.path, (stream) => stream.end(one.subarray(0, 6)), '13'],
    [
      'RESOURCE_EXHAUSTED',
      MEAN.path,
      (stream) => stream.end(Buffer.from('00ffffffff', 'hex')),
      '8',
    ],
  ])('%s %s', async (code, path, send, status) => {
    const stream = begin(path);
    send(stream);
    expect(await ending(stream)).toBe(status);
    expect(await logged()).toEqual([`${path.split('/')[2]}: ${code}`]);
  });

  test('UNIMPLEMENTED, however long the path is', async () => {
    const stream = begin(`/${'%'.repeat(30_000)}`);
    stream.end(one);
    expect(await ending(stream)).toBe('12');
    expect(await logged()).toEqual([`/${'%'.repeat(79)}…: UNIMPLEMENTED`]);
  });

  test.each([CALC.path, CALC_EACH.path, MEAN.path])('%s: DEADLINE_EXCEEDED', async (path) => {
    const stream = begin(path, { 'grpc-timeout': '20m' });
    stream.write(one); // without an end
    expect(await ending(stream)).toBe('4');
    expect(await logged()).toEqual([`${path.split('/')[2]}: DEADLINE_EXCEEDED`]);
    stream.end(one); // it arrives too late
    expect(await logged()).toHaveLength(1);
  });

  test.each([CALC_EACH.path, MEAN.path])('%s: CANCELLED by RST_STREAM', async (path) => {
    // By frames: Node's own client would end its requests before it cancels.
    const socket = connectTcp(server.address.port, '127.0.0.1');
    const headers = [
      Buffer.of(0x83, 0x86), // :method: POST, :scheme: http
      literal(':path', path),
      literal('host', 'a'),
      literal('content-type', 'application/grpc'),
    ];
    socket.write(
      Buffer.concat([
        Buffer.from(PREFACE),
        frame('SETTINGS', 0, Buffer.alloc(0)),
        frame('HEADERS', 1, Buffer.concat(headers), 0x4), // END_HEADERS
        frame('DATA', 1, one),
      ]),
    );
    await client.unary(PING, ''); // by now it has begun
    socket.write(frame('RST_STREAM', 1, words(8)));
    for (let lines = await logged(); lines.length === 0; lines = await logged());
    expect(await logged()).toEqual([`${path.split('/')[2]}: CANCELLED`]);
    socket.destroy();
  });

  test('CANCELLED by RST_STREAM, while the responses wait for the client to read', async () => {
    const stream = begin(CALC_EACH.path);
    stream.pause();
    stream.write(Buffer.concat(Array<Buffer>(20_000).fill(one)));
    await once(stream, 'response');
    stream.close(8);
    for (let lines = await logged(); lines.length === 0; lines = await logged());
    expect(await logged()).toEqual(['CalcEach: CANCELLED']);
  });

  test('CANCELLED by a lost connection, while the responses wait for the client to read', async () => {
    const stream = begin(CALC_EACH.path);
    stream.pause();
    stream.write(Buffer.concat(Array<Buffer>(20_000).fill(one)));
    await once(stream, 'response');
    session.destroy();
    for (let lines = await logged(); lines.length === 0; lines = await logged());
    expect(await logged()).toEqual(['CalcEach: CANCELLED']);
  });

  test.each(['soon', '1', '123456789m'])('INTERNAL for grpc-timeout %p', async (timeout) => {
    const stream = begin(CALC.path, { 'grpc-timeout': timeout });
    stream.end(one);
    expect(await ending(stream)).toBe('13');
    expect(await logged()).toEqual(['Calc: INTERNAL']);
  });
});

test.each([
  ['GET', 'application/grpc', 'HTTP 415'],
  ['POST', 'text/plain', 'HTTP 415'],
  ['POST', 'application/grpc-web', 'HTTP 415'],
  ['POST', 'application/grpc+json', 'HTTP 415'],
  ['POST', 'application/grpc+proto', '0'],
])('%s of %s is %s', async (method, type, end) => {
  const stream = begin(CALC.path, { ':method': method, 'content-type': type });
  stream.end(method === 'GET' ? undefined : one);
  expect(await ending(stream)).toBe(end);
});

test('the server stops reading from a client that does not read its responses', async () => {
  const COUNT = 1_000_000;
  let taken = 0;
  function* requests(): Generator<number> {
    for (; taken < COUNT; taken++) yield 1;
  }
  const answers = client.stream(CALC_EACH, requests());
  await answers.next();
  // Each of these calls arrives after everything else on the same connection.
  for (let [quiet, before] = [0, -1]; quiet < 20; before = taken) {
    await client.unary(PING, '');
    quiet = taken === before ? quiet + 1 : 0;
  }
  // Two windows of 65,535 bytes, with requests of 7 bytes and responses of 14, and the
  // buffers of both sides.
  expect(taken).toBeLessThan(60_000);
  for (let count = 1; count < taken / 2; count++) await answers.next(); // it goes on
  await answers.return(undefined);
});

test('other calls, and a deadline, get a turn while a call computes', async () => {
  const many = Buffer.concat(Array<Buffer>(2_000).fill(prefix(PI_REQUEST.encode(1_000_000))));
  const stream = begin(CALC_EACH.path, { 'grpc-timeout': '100m' });
  stream.end(many); // seconds of work in one frame
  expect(await ending(stream)).toBe('4');
  expect(await logged()).toEqual(['CalcEach: DEADLINE_EXCEEDED']);
});

test.each([
  ['sent nothing', Buffer.alloc(0)],
  ['sent half of the preface', Buffer.from(PREFACE.slice(0, 5))],
  ['is idle', Buffer.concat([Buffer.from(PREFACE), frame('SETTINGS', 0, Buffer.alloc(0))])],
])(
  'a client that %s and does not close its side delays a stop by the grace period at most',
  async (_what, bytes) => {
    const stopping = await startHandMadeServer(contextWith({ graceMs: 20 }));
    const { port } = stopping.address;
    const socket = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
    try {
      socket.on('error', () => undefined); // reset
      socket.resume();
      socket.write(bytes);
      // Connections are accepted in order, so the server has this one by now.
      const other = new HandMadeClient(`http://127.0.0.1:${port}`);
      await other.unary(PING, '');
      await other.close();
      await stopping.stop();
    } finally {
      socket.destroy();
    }
  },
);
