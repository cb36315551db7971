import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { livingProcesses } from '@bytes-up/testkit';
import { Children } from './children';

const linux = process.platform === 'linux' ? describe : describe.skip;
const WAITS = 'setInterval(() => {}, 1e6);';

/** Runs code in a child until it prints its first line. */
function firstLineOf(children: Children, code: string): Promise<string> {
  let output = '';
  return new Promise((done) => {
    void children.run([process.execPath, '-e', code], {
      stdout: (chunk) => {
        output += chunk;
        if (output.includes('\n')) done(output.trim());
      },
    });
  });
}

/** True while it runs; a zombie that its new parent has not reaped yet does not. */
function runs(pid: number): boolean {
  return livingProcesses().some((one) => one.pid === pid);
}

test('the exit code, 1 after a signal', async () => {
  const children = new Children();
  const run = (code: string) => children.run([process.execPath, '-e', code]);
  await expect(run('')).resolves.toBe(0);
  await expect(run('process.exitCode = 3')).resolves.toBe(3);
  await expect(run('process.kill(process.pid, "SIGKILL")')).resolves.toBe(1);
});

test('a program that is not there', async () => {
  await expect(new Children().run(['/no/such/program'])).rejects.toThrow('ENOENT');
});

test('its output, characters whole', async () => {
  let output = '';
  const code = `process.stdout.write(Buffer.from([0xe2, 0x80])); setImmediate(() => process.stdout.write(Buffer.from([0xa6])))`;
  const stdout = (chunk: string): void => void (output += chunk);
  await new Children().run([process.execPath, '-e', code], { stdout });
  expect(output).toBe('…');
});

test('a child that takes longer than its limit is ended and has failed', async () => {
  await expect(new Children().run([process.execPath, '-e', WAITS], { limitMs: 1 })).resolves.toBe(
    1,
  );
});

linux('the end of one over its limit', () => {
  test('is not the end of the next', async () => {
    const children = new Children(100);
    const stubborn = `process.on('SIGTERM', () => {}); ${WAITS}`;
    const node = process.execPath;
    expect(await children.run([node, '-e', stubborn], { limitMs: 1_000 })).toBe(1);
    const next = 'setTimeout(() => {}, 500)'; // longer than the first is looked for
    expect(await children.run([node, '-e', next])).toBe(0);
  });
});

linux('endAll', () => {
  test.each([
    ['that leaves on SIGTERM', ''],
    ['that does not listen to SIGTERM', `process.on('SIGTERM', () => {});`],
  ])('ends a child %s, and a grandchild in a session of its own', async (_, ignore) => {
    const children = new Children(200);
    const grandchild = `${ignore} console.log(process.pid); ${WAITS}`;
    const line = await firstLineOf(
      children,
      `${ignore}
       require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}],
         { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
       ${WAITS}`,
    );
    expect(runs(Number(line))).toBe(true);
    await children.endAll();
    expect(runs(Number(line))).toBe(false);
  });

  test('ends what a child left behind when it ended itself', async () => {
    const children = new Children();
    const grandchild = `process.send('ready'); process.disconnect(); ${WAITS}`;
    let output = '';
    await children.run(
      [
        process.execPath,
        '-e',
        `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}],
           { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
         child.on('message', () => { console.log(child.pid); child.unref(); child.disconnect?.(); process.exit(); });`,
      ],
      { stdout: (chunk) => void (output += chunk) },
    );
    expect(runs(Number(output))).toBe(true);
    await children.endAll();
    expect(runs(Number(output))).toBe(false);
  });

  test('leaves other processes alone', async () => {
    const other = spawn(process.execPath, ['-e', `console.log('ready'); ${WAITS}`]);
    try {
      await once(other.stdout, 'data');
      await new Children().endAll();
      expect(other.exitCode ?? other.signalCode).toBeNull();
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
  });
});
