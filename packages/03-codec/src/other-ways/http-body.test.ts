import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { caught } from '../testing/caught';
import { subject } from '../testing/subject';

const { readHttpRequest } = subject();
const limits = { maxHeadBytes: 1000, maxBodyBytes: 1000 };

function read(text: string, over: Partial<typeof limits> = {}) {
  const message = readHttpRequest(Buffer.from(text), { ...limits, ...over });
  return message && { body: message.body.toString(), nextOffset: message.nextOffset };
}

function request(headers: readonly string[], body: string): string {
  return ['POST / HTTP/1.1', 'Host: a', ...headers, '', body].join('\r\n');
}

const chunked = request(
  ['Transfer-Encoding: chunked'],
  '3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n',
);

test.each([
  ['Content-Length', request(['Content-Length: 5'], 'helloNEXT'), 'hello'],
  ['no length, no body', request([], 'NEXT'), ''],
  ['chunks', `${chunked}NEXT`, 'abc0123456789'],
])('the body ends where %s says', (_, text, body) => {
  const message = read(text);
  expect(message?.body).toBe(body);
  expect(text.slice(message?.nextOffset)).toBe('NEXT');
});

test('Content-Type does not affect where the body ends', () => {
  for (const type of ['text/plain', 'application/json', 'application/octet-stream', '']) {
    expect(read(request([`Content-Type: ${type}`, 'Content-Length: 2'], '{}NEXT'))?.body).toBe(
      '{}',
    );
  }
});

test('node:http agrees: Content-Length decides, Content-Type does not, chunks work', async () => {
  const bodies: string[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      bodies.push(body);
      response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const first = request(['Content-Type: application/json', 'Content-Length: 5'], '{"a":');
  const second = request(
    ['Connection: close', 'Content-Type: text/plain', 'Transfer-Encoding: chunked'],
    '2\r\nhi\r\n0\r\n\r\n',
  );
  socket.end(first + second);
  socket.resume();
  await new Promise((closed) => socket.on('close', closed));
  await new Promise((closed) => server.close(closed));
  expect(bodies).toEqual(['{"a":', 'hi']);
});

test('node:http refuses a request with both lengths, and closes the connection', async () => {
  const paths: string[] = [];
  const server = createServer((incoming, response) => {
    paths.push(incoming.url ?? '');
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.write(request(['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'));
  socket.write('GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n');
  // by the server: we do not end it
  await new Promise((closed) => socket.on('close', closed));
  await new Promise((closed) => server.close(closed));
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n/);
  expect(paths).not.toContain('/smuggled');
});

test('every shorter input returns undefined: more bytes are needed', () => {
  for (const text of [request(['Content-Length: 5'], 'hello'), chunked]) {
    for (let end = 0; end < text.length; end++) expect(read(text.slice(0, end))).toBeUndefined();
    expect(read(text)).toBeDefined();
  }
});

test.each([
  [
    'both lengths',
    request(['Content-Length: 1', 'Transfer-Encoding: chunked'], ''),
    'both Content-Length and Transfer-Encoding',
  ],
  [
    'two lengths',
    request(['Content-Length: 1', 'content-length: 2'], ''),
    'content-length occurs twice',
  ],
  ['a signed length', request(['Content-Length: +1'], ''), 'Content-Length is "+1"'],
  ['another encoding', request(['Transfer-Encoding: gzip'], ''), 'unknown Transfer-Encoding'],
  [
    'a chunk size that is not a number',
    request(['Transfer-Encoding: chunked'], 'x\r\n'),
    'chunk size "x"',
  ],
  [
    'a chunk that is too long',
    request(['Transfer-Encoding: chunked'], '1\r\nabc\r\n'),
    'a chunk does not end with CR LF',
  ],
  ['a header without a name', request([': x'], ''), 'a header without a name: ": x"'],
])('refused: %s', (_, text, message) => {
  expect(caught(() => read(text))).toMatchObject({ code: 'INVALID_ARGUMENT', message });
});

test.each([
  ['a head without an end', 'x'.repeat(1001), 'the head is over its limit'],
  ['a long body', request(['Content-Length: 1001'], ''), 'the body is over its limit'],
  [
    'a length of twenty digits',
    request(['Content-Length: 99999999999999999999'], ''),
    'the body is over its limit',
  ],
  [
    'a long chunk',
    request(['Transfer-Encoding: chunked'], '3e9\r\n'),
    'the body is over its limit',
  ],
])('over a limit: %s', (_, text, message) => {
  expect(caught(() => read(text))).toMatchObject({ code: 'RESOURCE_EXHAUSTED', message });
});
