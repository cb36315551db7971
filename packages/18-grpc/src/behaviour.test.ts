// What gRPC's library does besides sending messages.

import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { once } from 'node:events';
import { connect } from 'node:net';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  credentials,
  loadPackageDefinition,
  Server,
  ServerCredentials,
  status,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { estimatePi } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-kit';
import { Recorder } from '@bytes-up/why-rpc';
import { protoPath } from 'grpc-health-check';
import { prefix } from './by-hand/message/message-prefix';
import { PI_REQUEST } from './by-hand/message/pi-codec';
import { makeCertificate } from './certificate';
import { PiClient } from './client';
import { PiCalculatorClient, PiCalculatorService } from './generated/pi';
import { marking } from './interceptors';
import { piService } from './pi-service';
import { SERVICE_NAME, startGrpcServer } from './server';
import { contextWith, log } from './testing/context';

let server: RunningServer;
let client: PiClient;

const address = (): string => `127.0.0.1:${server.address.port}`;

beforeEach(async () => {
  server = await startGrpcServer(contextWith());
  client = new PiClient(address());
});

afterEach(async () => {
  client.close();
  await server.stop();
});

/** How a call with the library failed. */
const failure = (call: { on(event: 'error', listener: (error: ServiceError) => void): unknown }) =>
  new Promise<ServiceError>((resolve) => call.on('error', resolve));

describe('a stream', () => {
  test('an error ends a stream, after the responses sent before it', async () => {
    const call = client.raw.calcEach();
    const failed = failure(call);
    const values: number[] = [];
    call.on('data', ({ value }: { value: number }) => values.push(value));
    call.write({ n: 1 });
    call.write({ n: 0 });
    call.end();
    expect(await failed).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: 'n must be above 0, got 0',
    });
    expect(values).toEqual([estimatePi(1)]);
  });
});

describe('time', () => {
  test('a call ends at its deadline', async () => {
    const call = client.raw.calcEach({ deadline: Date.now() + 50 });
    const failed = failure(call);
    call.on('data', () => undefined);
    expect((await failed).code).toBe(status.DEADLINE_EXCEEDED);
  });

  test('a cancelled call is CANCELLED, and the server stops computing', async () => {
    const call = client.raw.approach({ n: 10_000_000 });
    const failed = failure(call);
    call.once('data', () => call.cancel());
    expect((await failed).code).toBe(status.CANCELLED);
    expect(await client.calc(1)).toBe(estimatePi(1));
  });
});

test('metadata is sent with a call, and the interceptors on both sides see each call', async () => {
  log.length = 0;
  const marked = new PiClient(address(), undefined, { interceptors: [marking('test')] });
  await marked.calc(1);
  await marked.calc(-1).catch(() => undefined);
  expect(log).toEqual([
    expect.stringMatching(/^\/pi\.PiCalculator\/Calc \(test-1\): OK after \d+\.\d ms$/),
    expect.stringMatching(/^\/pi\.PiCalculator\/Calc \(test-2\): INVALID_ARGUMENT after /),
  ]);
  marked.close();
});

describe('limits', () => {
  test('a response above the client’s limit is RESOURCE_EXHAUSTED', async () => {
    const small = new PiCalculatorClient(address(), credentials.createInsecure(), {
      'grpc.max_receive_message_length': 100,
    });
    const error = await new Promise<ServiceError | null>((resolve) => {
      small.ping({ text: 'x'.repeat(200) }, (failed) => resolve(failed));
    });
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
    small.close();
  });
});

describe('retries', () => {
  /** A server that rejects the first calls with this code. */
  async function refusing(
    times: number,
    code: status,
  ): Promise<{ port: number; stop: () => void; calls: () => number }> {
    let calls = 0;
    const flaky = new Server();
    flaky.addService(PiCalculatorService, {
      ...piService,
      calc: (_call: unknown, callback: (error: object | null, response?: object) => void) => {
        if (++calls <= times) callback({ code, details: 'not now' });
        else callback(null, { value: 3 });
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      flaky.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    return { port, stop: () => flaky.forceShutdown(), calls: () => calls };
  }

  test('the service config retries a call that is UNAVAILABLE, up to four attempts', async () => {
    const { port, stop, calls } = await refusing(3, status.UNAVAILABLE);
    const retrying = new PiClient(`127.0.0.1:${port}`);
    expect(await retrying.calc(1)).toBe(3);
    expect(calls()).toBe(4);
    retrying.close();
    stop();
  });

  test('no other code is retried', async () => {
    const { port, stop, calls } = await refusing(1, status.INTERNAL);
    const retrying = new PiClient(`127.0.0.1:${port}`);
    await expect(retrying.calc(1)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(calls()).toBe(1);
    retrying.close();
    stop();
  });
});

test('TLS with a self-signed certificate: only a client that was given the certificate trusts it', async () => {
  const { certificate, privateKey } = await makeCertificate();
  const pair = { private_key: Buffer.from(privateKey), cert_chain: Buffer.from(certificate) };
  const secure = await startGrpcServer(contextWith(), ServerCredentials.createSsl(null, [pair]));
  const to = `localhost:${secure.address.port}`;
  const trusting = new PiClient(to, credentials.createSsl(Buffer.from(certificate)));
  expect(await trusting.calc(1)).toBe(estimatePi(1));
  const doubtful = new PiClient(to, credentials.createSsl(), { 'grpc.service_config': '{}' });
  await expect(doubtful.calc(1, 60_000)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  trusting.close();
  doubtful.close();
  await secure.stop();
});

test('a client in the middle of its TLS handshake delays a stop by the grace period at most', async () => {
  const { certificate, privateKey } = await makeCertificate();
  const pair = { private_key: Buffer.from(privateKey), cert_chain: Buffer.from(certificate) };
  const secure = await startGrpcServer(
    contextWith({ graceMs: 50 }),
    ServerCredentials.createSsl(null, [pair]),
  );
  const silent = connect(secure.address.port, '127.0.0.1').on('error', () => undefined);
  const closed = once(silent, 'close');
  await once(silent, 'connect');
  await secure.stop();
  await closed;
});

test('the health service reports which services are serving', async () => {
  const { grpc } = loadPackageDefinition(loadSync(protoPath)) as unknown as {
    grpc: { health: { v1: { Health: new (to: string, c: object) => HealthClient } } };
  };
  interface HealthClient {
    check(
      request: { service: string },
      callback: (error: ServiceError | null, response: { status: number | string }) => void,
    ): void;
    close(): void;
  }
  const health = new grpc.health.v1.Health(address(), credentials.createInsecure());
  const check = (service: string): Promise<unknown> =>
    new Promise((resolve) => {
      health.check({ service }, (error, response) => resolve(error?.code ?? response.status));
    });
  expect(await check(SERVICE_NAME)).toBe(1); // SERVING
  expect(await check('none')).toBe(status.NOT_FOUND);
  health.close();
});

test('flow control: while a reader stalls, at most its window is sent; when it reads, everything arrives', async () => {
  const COUNT = 100_000;
  const PONG_BYTES = 17;
  const recorder = new Recorder(server.address.port);
  const session = connectHttp2(`http://127.0.0.1:${await recorder.listen()}`);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/pi.PiCalculator/CalcEach',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.pause();
  stream.end(Buffer.concat(Array.from({ length: COUNT }, () => prefix(PI_REQUEST.encode(1)))));
  await once(stream, 'response');
  let onTheWire = 0;
  for (let quiet = 0; quiet < 10;) {
    // Its response arrives after everything that the server could send.
    await new Promise((resolve) => session.ping(resolve));
    const grown = recorder.take().toClient.length - PONG_BYTES;
    quiet = grown === 0 && onTheWire > 60_000 ? quiet + 1 : 0;
    onTheWire += grown;
  }
  // The window is 65,535 bytes. Node may have moved some of it into its own buffer, and
  // the frames have headers.
  expect(onTheWire).toBeLessThan(200_000);
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => (bytes += chunk.length));
  stream.resume();
  await once(stream, 'end');
  expect(bytes).toBe(COUNT * (5 + 9));
  session.close();
  await recorder.close();
});

describe('bad input', () => {
  /** Sends arbitrary HTTP/2. @returns how the stream ended: its HTTP status, or gRPC's */
  async function request(headers: Record<string, string>, body: Buffer): Promise<string> {
    const session = connectHttp2(`http://${address()}`);
    session.on('error', () => undefined);
    const stream = session.request({
      ':method': 'POST',
      ':path': '/pi.PiCalculator/Calc',
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    let end = '';
    stream.on('response', (fields) => {
      end = String(fields['grpc-status'] ?? `HTTP ${fields[':status']}`);
    });
    stream.on('trailers', (fields: IncomingHttpHeaders) => {
      end = String(fields['grpc-status']);
    });
    stream.on('error', () => undefined);
    stream.resume();
    stream.end(body);
    await once(stream, 'close');
    session.close();
    return end;
  }

  const good = prefix(PI_REQUEST.encode(1));

  test.each<[string, Record<string, string>, Buffer, string]>([
    ['nothing wrong', {}, good, '0'],
    [
      'bytes that are not a message',
      {},
      prefix(Buffer.from('ffff', 'hex')),
      String(status.INTERNAL),
    ],
    ['another content type', { 'content-type': 'text/plain' }, good, 'HTTP 415'],
    ['a path of nobody', { ':path': '/nobody/None' }, good, String(status.UNIMPLEMENTED)],
    ['an invalid timeout', { 'grpc-timeout': 'soon' }, good, String(status.INTERNAL)],
  ])('%s: only its own call fails', async (_name, headers, body, end) => {
    expect(await request(headers, body)).toBe(end);
    expect(await client.calc(1)).toBe(estimatePi(1));
  });
});

test('the generated code is what the command generates, without a network', () => {
  const made = mkdtempSync(join(tmpdir(), 'bytes-up-generated-'));
  try {
    const folder = join(__dirname, '..');
    const buf = join(folder, '../../node_modules/.bin/buf');
    const run = spawnSync(buf, ['generate', '--output', made], { cwd: folder, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const fresh = readFileSync(join(made, 'src/generated/pi.ts'), 'utf8');
    expect(fresh).toBe(readFileSync(join(__dirname, 'generated/pi.ts'), 'utf8'));
  } finally {
    rmSync(made, { recursive: true });
  }
});
