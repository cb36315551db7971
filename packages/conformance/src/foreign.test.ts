// Servers that are not ours, without a model file: what they do right passes, and
// everything that needs no flag is judged.

import { join } from 'node:path';
import { ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { referenceCommand } from './testing/command';

const MAIN = join(__dirname, 'main.ts');

/**
 * A server that only pings, and escapes non-ASCII characters, as Python does by default.
 */
const ESCAPES = `
const escape = (text) => text.replace(/[^\\x00-\\x7f]/g, (c) => '\\\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
const server = require('net').createServer((socket) => {
  let held = Buffer.alloc(0);
  socket.on('error', () => {}).on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 4 && held.length >= 4 + held.readUInt32LE()) {
      const length = held.readUInt32LE();
      const { params, id } = JSON.parse(held.toString('utf8', 4, 4 + length));
      held = held.subarray(4 + length);
      let body = escape(JSON.stringify({ out: 'pong', result: params, id }));
      if (body.length > 4194304) {
        const result = { code: 'RESOURCE_EXHAUSTED', message: 'too large', retryable: false };
        body = JSON.stringify({ out: 'error', result, id });
      }
      const frame = Buffer.from('0000' + body);
      frame.writeUInt32LE(frame.length - 4);
      socket.write(frame);
    }
  });
});
const { port } = require('util').parseArgs({ strict: false }).values;
server.listen(Number(port), '127.0.0.1', () => console.log('listening on 127.0.0.1:' + server.address().port));
`;
const ESCAPING = [process.execPath, '-e', ESCAPES, '--'];

/** A second client of a one-client server waits in vain, so it waits briefly. */
const QUICK = ['--patience', '1000'];

/** Ends a run that hangs, in milliseconds. */
const RUN_WITHIN_MS = 3_600_000;

interface Judged {
  readonly code: number | null | undefined;
  readonly out: string;
}

async function judge(only: readonly string[], command: readonly string[]): Promise<Judged> {
  const words = only.flatMap((word) => ['--only', word]);
  const cli = new ServerProcess(typescriptCommand(MAIN, ...words, ...QUICK, '--', ...command));
  try {
    const exit = await cli.finished(RUN_WITHIN_MS);
    return { code: exit?.code, out: cli.stdout };
  } finally {
    await cli.stop();
  }
}

test('an answer may be escaped: 3.4 counts the bytes that the server writes', async () => {
  const { out, code } = await judge(
    ['12.1/large', '2.1/bytes-not-characters', '3.4', '4.1/every'],
    ESCAPING,
  );
  expect(out).toMatch(/\n.+: 4 passed, 0 failed/);
  expect(code).toBe(0);
});

test('a server that exits at SIGTERM in the middle of a call is detected', async () => {
  const { out } = await judge(['10.2/pipelined', '10.2/in-flight'], referenceCommand('no-drain'));
  expect(out).toMatch(/^10\.2\/pipelined {2}each call sent before the signal/m);
  expect(out).toMatch(/^not applicable {2}1 case.*\n +1 {2}.* the test methods$/m);
  expect(out).toMatch(/\n.+: 0 passed, 1 not applicable, 1 failed/);
});

test('cases that are not applicable are counted by what the model file leaves out, failures come last', async () => {
  const { out } = await judge(['4.3', '13.3', '14.2/help'], referenceCommand('eats-the-mark'));
  const failure = out.indexOf('4.3/mark-first');
  const left = out.indexOf('not applicable');
  expect(failure).toBeGreaterThanOrEqual(0);
  expect(failure).toBeGreaterThan(left);
  expect(left).toBeGreaterThanOrEqual(0);
  expect(out).not.toContain('14.2/help');
  expect(out).toMatch(/^ +\d+ {2}your model file does not say .* \("idempotencyKeys"\)/m);
  expect(out).toMatch(/^ +1 {2}your model file does not say .* \("flags": true\)/m);
});

test('if the server serves one client at a time, the cases run one after the other', async () => {
  const oneClient = [...referenceCommand(), '--max-connections', '1'];
  const { out } = await judge(['1.3/idle', '12', '5.4'], oneClient);
  expect(out).toMatch(
    /^1\.3\/idle-first-client shows that the server serves one client at a time/m,
  );
  expect(out).toMatch(/\n.+: \d+ passed, 1 failed/);
  // The case that detects it runs even if it is not selected.
  const others = await judge(['12', '5.4'], oneClient);
  expect(others.out).toMatch(/^1\.3\/idle-first-client shows that/m);
  expect(others.out).toMatch(/\n.+: \d+ passed, 0 failed/);
  expect(others.code).toBe(0);
});

test('a port in use: the failure says how long the suite waited for the exit code', async () => {
  const { out } = await judge(['14.3/port-in-use'], ESCAPING);
  expect(out).toContain('expected  exit code 2 within 15000 ms');
  expect(out).toContain('got       exit code 1');
});
