import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const HOOK = join(__dirname, '../../../../tools/ts.cjs');
const FIXTURE = join(__dirname, '../testing/fixture-server.ts');

interface Run {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  exited: Promise<[number | null, NodeJS.Signals | null]>;
}

const children: ChildProcess[] = [];

function run(stops: string, ...argv: string[]): Run {
  const child = spawn(process.execPath, ['-r', HOOK, FIXTURE, stops, ...argv]);
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const exited = once(child, 'close') as Run['exited'];
  return { child, stdout: () => out, stderr: () => err, exited };
}

/** The first line on a stream. */
async function firstLine({ child }: Run, name: 'stdout' | 'stderr'): Promise<string> {
  const stream = child[name];
  if (stream === null) throw new Error('not piped');
  const [line] = (await once(createInterface({ input: stream }), 'line')) as [string];
  return line;
}

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
});

describe('runServer', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'prints one ready line and exits 0 on %s',
    async (signal) => {
      const server = run('at-once', '--port', '0');
      expect(await firstLine(server, 'stdout')).toMatch(/^listening on 127\.0\.0\.1:\d+$/);
      server.child.kill(signal);
      expect(await server.exited).toEqual([0, null]);
      expect(server.stdout()).toMatch(/^listening on 127\.0\.0\.1:\d+\n$/);
      expect(server.stderr()).toBe('stopping\n');
    },
  );

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('exits at once at a second %s, with code %d', async (signal, code) => {
    const server = run('never', '--port', '0');
    await firstLine(server, 'stdout');
    const stopping = firstLine(server, 'stderr');
    server.child.kill(signal);
    expect(await stopping).toBe('stopping');
    server.child.kill(signal);
    expect(await server.exited).toEqual([code, null]);
  });

  it('writes nothing to standard error when quiet', async () => {
    const server = run('at-once', '--quiet');
    await firstLine(server, 'stdout');
    server.child.kill('SIGTERM');
    expect(await server.exited).toEqual([0, null]);
    expect(server.stderr()).toBe('');
  });

  it('exits 2 with one line for a bad flag', async () => {
    const server = run('at-once', '--port', 'http');
    expect(await server.exited).toEqual([2, null]);
    expect(server.stdout()).toBe('');
    expect(server.stderr()).toBe(
      "fixture: option '--port <port>' argument 'http' is invalid. Expected a whole number from 0 to 65535. (see --help)\n",
    );
  });

  it('exits 2 with one line for a port in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const server = run('at-once', '--port', String(port));
    expect(await server.exited).toEqual([2, null]);
    expect(server.stderr()).toBe(
      `fixture: cannot listen on 127.0.0.1:${port} (EADDRINUSE): port in use: choose another, or 0 for a free one\n`,
    );
    await new Promise((closed) => taken.close(closed));
  });

  it('explains every flag with --help', async () => {
    const server = run('at-once', '--help');
    expect(await server.exited).toEqual([0, null]);
    const flags =
      'host port max-frame-bytes frame-timeout-ms idle-timeout-ms write-timeout-ms grace-ms' +
      ' max-connections max-in-flight quiet trace test-methods help';
    for (const flag of flags.split(' ')) expect(server.stdout()).toContain(`--${flag} `);
  });
});
