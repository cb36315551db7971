// Starting and ending a command: whatever goes wrong, one clear line says so and no
// process is left.

import { eventually } from '../waiting/eventually';
import { LaunchError, ServerProcess } from './server-process';
import { hasTerminal } from './terminal';

const node = (script: string): ServerProcess => new ServerProcess([process.execPath, '-e', script]);
const READY = 'console.log("listening on 127.0.0.1:4711");';
const STAY = 'setInterval(() => {}, 1000);';

test('the ready line contains host and port', async () => {
  const server = node(READY + STAY);
  await expect(server.ready()).resolves.toEqual({ host: '127.0.0.1', port: 4711 });
  await server.stop();
  expect(server.exited).toEqual({ code: null, signal: 'SIGTERM' });
});

test('a command that does not exist is a launch error', async () => {
  const server = new ServerProcess(['./no-such-server']);
  await expect(server.ready()).rejects.toThrow(
    new LaunchError(
      'expected the ready line "listening on HOST:PORT", but it could not be started: spawn ./no-such-server ENOENT',
    ),
  );
});

test('a command that ends before it is ready is a launch error with the last lines of its standard error', async () => {
  const server = node('console.error("no disk"); process.exit(3)');
  await expect(server.ready()).rejects.toThrow(
    'expected the ready line "listening on HOST:PORT", but it ended with exit code 3; standard error: no disk',
  );
});

test('another first line is a launch error', async () => {
  const server = node(`console.log("hello"); ${READY} ${STAY}`);
  await expect(server.ready()).rejects.toThrow(
    'expected the ready line "listening on HOST:PORT", but it printed "hello"',
  );
  expect(server.exited).toBeDefined();
});

test('a ready line with a port that cannot be is a launch error', async () => {
  const server = node(`console.log("listening on 127.0.0.1:65536"); ${STAY}`);
  await expect(server.ready()).rejects.toThrow('but it printed "listening on 127.0.0.1:65536"');
});

test('a command that prints nothing times out', async () => {
  const server = node(STAY);
  await expect(server.ready(100)).rejects.toThrow('no ready line in 100 ms');
  expect(server.exited).toBeDefined();
});

test('a command gets its environment and its input, which then ends', async () => {
  const script = 'read -r name && ! read -r more && echo "$GREETING, $name"';
  const options = { env: { GREETING: 'hello' }, input: 'Ada\n' };
  const command = new ServerProcess(['/bin/sh', '-c', script], options);
  expect(await command.finished(15_000)).toEqual({ code: 0, signal: null });
  expect(command.stdout).toBe('hello, Ada\n');
});

test('in a terminal, a log on standard error does not mix with the ready line', async () => {
  if (!hasTerminal()) return;
  const script = `console.error("starting"); ${READY} console.error(process.stdout.isTTY); ${STAY}`;
  const server = new ServerProcess([process.execPath, '-e', script], { terminal: true });
  await expect(server.ready()).resolves.toEqual({ host: '127.0.0.1', port: 4711 });
  await server.logged(/^true$/);
  server.type('\u0003');
  expect(await server.finished(15_000)).toBeDefined();
  expect(server.log).toEqual(['starting', 'true']);
  expect(server.stdout).not.toContain('starting');
});

test('a command that ignores SIGTERM is killed', async () => {
  const server = node(`process.on("SIGTERM", () => {}); ${READY} ${STAY}`);
  await server.ready();
  await server.stop(100);
  expect(server.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

test('children of the command end with it', async () => {
  const child = `require("child_process").spawn(process.execPath, ["-e", "${STAY}"], {stdio: "inherit"});`;
  const server = node(`process.on("SIGTERM", () => process.exit(0)); ${child} ${READY} ${STAY}`);
  await server.ready();
  await server.stop();
  expect(server.exited).toEqual({ code: 0, signal: null });
  // Orphans may not be reaped at once.
  const empty = await eventually(() => !server.killGroup(0), 2_000);
  expect(empty).toBe(true);
});

test('a daemon that holds the outputs open does not hold up the stop', async () => {
  const daemon = `require("child_process").spawn(process.execPath, ["-e", "${STAY}"], {detached: true, stdio: "inherit"})`;
  const server = node(`console.error(${daemon}.pid); ${READY} ${STAY}`);
  await server.ready();
  const pid = Number(await server.logged(/^\d+$/));
  try {
    await server.stop(0);
    expect(server.exited).toBeDefined();
  } finally {
    process.kill(pid, 'SIGKILL');
  }
});

test('of a long first line, the beginning is shown', async () => {
  const server = node(`console.log("x".repeat(50_000)); ${STAY}`);
  await expect(server.ready()).rejects.toThrow(`but it printed "${'x'.repeat(200)} …"`);
});

describe('the log', () => {
  test('comes line by line, however it is cut, and can be awaited', async () => {
    const lines: string[] = [];
    const script = `${READY} process.stderr.write("one\\ntw"); setTimeout(() => process.stderr.write("o\\nthree\\n"), 50); ${STAY}`;
    const server = new ServerProcess([process.execPath, '-e', script], {
      onLogLine: (line) => lines.push(line),
    });
    expect(await server.logged(/^th/)).toBe('three');
    expect(lines).toEqual(['one', 'two', 'three']);
    expect(server.log).toEqual(lines);
    await server.stop();
  });

  test('of a process that ends without the line is an error that shows it', async () => {
    const server = node('console.error("only this")');
    await expect(server.logged(/that/)).rejects.toThrow('no line /that/ in its log:\nonly this');
  });

  test('of standard output can be awaited, too', async () => {
    const server = node(`console.error("ready"); console.log("one\\nready now"); ${STAY}`);
    expect(await server.printed(/^ready/)).toBe('ready now');
    await server.stop();
    await expect(server.printed(/that/)).rejects.toThrow(
      'no line /that/ in its output:\none\nready now\n\nready',
    );
  });

  test('is awaited no longer than requested', async () => {
    const server = node(STAY);
    await expect(server.logged(/that/, 50)).rejects.toThrow('no line /that/ in its log');
    await server.stop();
  });
});
