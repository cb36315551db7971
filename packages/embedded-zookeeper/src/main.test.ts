// The command as a person starts it.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

const children = new Set<ChildProcess>();

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  children.clear();
});

function start(...flags: string[]) {
  const hook = resolve(__dirname, '../../../tools/ts.cjs');
  const child = spawn(process.execPath, ['-r', hook, join(__dirname, 'main.ts'), ...flags]);
  children.add(child);
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()));
  return { child, printed, ended: once(child, 'close') };
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'it says when it serves, and stops by %s',
  async (signal) => {
    const { child, printed, ended } = start('--port', '0');
    while (!printed.out.includes('\n')) await once(child.stdout, 'data');
    expect(printed.out).toMatch(/^listening on 127\.0\.0\.1:\d+\n$/);
    child.kill(signal);
    await ended;
    expect({ code: child.exitCode, err: printed.err }).toEqual({ code: 0, err: '' });
  },
);

test('help is for standard output', async () => {
  const { child, printed, ended } = start('--help');
  await ended;
  expect(child.exitCode).toBe(0);
  expect(printed.out).toContain('usage: zookeeper');
});

test('a port that is taken, and flags that are none', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  for (const [flags, says] of [
    [['--port', String(port)], `cannot listen on 127.0.0.1:${port}`],
    [['--port', 'x'], '--port takes a number from 0 to 65535, got x'],
    [['--nonsense'], "Unknown option '--nonsense'"],
  ] as const) {
    const { child, printed, ended } = start(...flags);
    await ended;
    expect({ code: child.exitCode, out: printed.out }).toEqual({ code: 2, out: '' });
    expect(printed.err).toContain(says);
    expect(printed.err.split('\n')).toHaveLength(2);
  }
  holder.close();
});
