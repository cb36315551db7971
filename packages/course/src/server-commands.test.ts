// What every server command prints when it cannot listen: one helpful line, and exit code
// 2 (docs/errors.md). And that it listens on IPv6 addresses.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { ServerProcess } from '@bytes-up/testkit';
import { TestClient } from '@bytes-up/testkit';
import { SERVERS } from './testing/servers';

/**
 * Several processes start in parallel, on a machine that may be busy. In milliseconds.
 */
const WITHIN_MS = 120_000;
const NOBODY = 65534;

const started: ServerProcess[] = [];
let taken: Server;
let port = 0;

beforeAll(async () => {
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  ({ port } = taken.address() as AddressInfo);
});

afterAll(() => taken.close());

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop(0)));
});

function start(command: readonly string[], flags: readonly string[]): ServerProcess {
  const server = new ServerProcess([...command, ...flags]);
  started.push(server);
  return server;
}

test.each(SERVERS)(
  '$name: a port in use, an unknown host and a bad flag are one line and exit code 2',
  async ({ command }) => {
    const mistakes = [
      [['--port', String(port)], /in use|EADDRINUSE/],
      [['--host', 'no-such-host.invalid', '--port', '0'], /ENOTFOUND|EAI_AGAIN/],
      [['--host', '192.0.2.1', '--port', '0'], /EADDRNOTAVAIL/],
      [['--no-such-flag'], /--no-such-flag/],
      [['--port', '70000'], /70000|port/],
    ] as const;
    const said = await Promise.all(mistakes.map(([flags]) => refusal(command, flags)));
    said.forEach((line, i) => expect(line).toMatch(mistakes[i]![1]));
  },
);

test.each(SERVERS)(
  '$name: a port that needs rights is one line and exit code 2',
  async ({ command }) => {
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
    expect(first).toBeGreaterThan(1); // or no port needs rights here
    const as = process.getuid?.() === 0 ? ['setpriv', `--reuid=${NOBODY}`, '--clear-groups'] : [];
    expect(await refusal([...as, ...command], ['--port', String(first - 1)])).toMatch(/EACCES/);
  },
);

test.each(SERVERS)('$name: it listens on ::1 and on ::', async ({ command, speaks }) => {
  for (const host of ['::1', '::']) {
    const server = start(command, ['--host', host, '--port', '0']);
    const address = await server.ready();
    expect(address.host).toBe(`[${host}]`);
    const client = await TestClient.connect({ host: '::1', port: address.port });
    if (speaks) expect(await client.call({ in: 'ping', params: 6 })).toMatchObject({ result: 6 });
    client.close();
  }
});

/** @returns the one line on standard error of a command that ends with code 2 */
async function refusal(command: readonly string[], flags: readonly string[]): Promise<string> {
  const server = start(command, flags);
  const exit = await server.finished(WITHIN_MS); // and all of its output is read
  const { stderr } = server;
  expect({ exit, lines: stderr.trimEnd().split('\n').length, stderr }).toMatchObject({
    exit: { code: 2 },
    lines: 1,
  });
  return stderr;
}
