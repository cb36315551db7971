import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ServerProcess, typescriptCommand } from '@bytes-up/testkit';

const FIXTURE = join(__dirname, '../testing/fixture-server.ts');
/** How long to wait for an exit, in milliseconds: the machine may be busy. */
const WITHIN_MS = 60_000;
const started: ServerProcess[] = [];

function run(stops: string, ...argv: string[]): ServerProcess {
  const server = new ServerProcess(typescriptCommand(FIXTURE, stops, ...argv));
  started.push(server);
  return server;
}

const ending = (server: ServerProcess): Promise<unknown> => server.finished(WITHIN_MS);

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop(0);
});

describe('runServer', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'prints one ready line and exits 0 on %s',
    async (signal) => {
      const server = run('at-once', '--port', '0');
      expect(await server.ready()).toMatchObject({ host: '127.0.0.1' });
      server.signal(signal);
      expect(await ending(server)).toEqual({ code: 0, signal: null });
      expect(server.stdout).toMatch(/^listening on 127\.0\.0\.1:\d+\n$/);
      expect(server.stderr).toBe('stopping\n');
    },
  );

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('exits at once at a second %s, with code %d', async (signal, code) => {
    const server = run('never', '--port', '0');
    await server.ready();
    server.signal(signal);
    await server.logged(/^stopping$/);
    server.signal(signal);
    expect(await ending(server)).toEqual({ code: code, signal: null });
  });

  it('writes nothing to standard error when quiet', async () => {
    const server = run('at-once', '--quiet');
    await server.ready();
    server.signal('SIGTERM');
    expect(await ending(server)).toEqual({ code: 0, signal: null });
    expect(server.stderr).toBe('');
  });

  it('exits 2 with one line for a bad flag', async () => {
    const server = run('at-once', '--port', 'http');
    expect(await ending(server)).toEqual({ code: 2, signal: null });
    expect(server.stdout).toBe('');
    expect(server.stderr).toBe(
      "fixture: option '--port <port>' argument 'http' is invalid. Expected a whole number from 0 to 65535. (see --help)\n",
    );
  });

  it('exits 2 with one line for a port in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const server = run('at-once', '--port', String(port));
    expect(await ending(server)).toEqual({ code: 2, signal: null });
    expect(server.stderr).toBe(
      `fixture: cannot listen on 127.0.0.1:${port} (EADDRINUSE): port in use: choose another, or 0 for a free one\n`,
    );
    await new Promise((closed) => taken.close(closed));
  });

  it('explains every flag with --help', async () => {
    const server = run('at-once', '--help');
    expect(await ending(server)).toEqual({ code: 0, signal: null });
    const flags =
      'host port max-frame-bytes frame-timeout-ms idle-timeout-ms write-timeout-ms grace-ms' +
      ' max-connections max-in-flight quiet trace test-methods help';
    for (const flag of flags.split(' ')) expect(server.stdout).toContain(`--${flag} `);
  });
});
