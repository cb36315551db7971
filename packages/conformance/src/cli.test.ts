// The command line as a process: output, exit codes, one line for what cannot run.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { REFERENCE_MODEL, referenceCommand } from './testing/command';

const MAIN = join(__dirname, 'main.ts');

function conformance(...args: readonly string[]): {
  code: number | null;
  out: string;
  err: string;
} {
  const [node = '', ...rest] = typescriptCommand(MAIN, ...args);
  const { status, stdout, stderr } = spawnSync(node, rest, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: status, out: stdout, err: stderr };
}

test('--help explains and ends with 0', () => {
  const { code, out } = conformance('--help');
  expect(code).toBe(0);
  expect(out).toMatch(/--target <host:port>/);
  expect(out).toMatch(/Exit codes: 0 all good, 1 a case failed, 2 nothing could be judged\.\n$/);
});

test.each([
  [
    [],
    /^conformance: no server to judge: give --target HOST:PORT, or -- and a command; see --help\n$/,
  ],
  [['--nonsense'], /^error: unknown option '--nonsense'\n$/],
  [['--target', 'nowhere'], /^error: .* Expected HOST:PORT, for example 127\.0\.0\.1:8080\.\n$/],
  [['--target', '127.0.0.1:1', '--', 'x'], /^conformance: give --target or a command, not both\n$/],
  [
    ['--target', '127.0.0.1:1'],
    /^conformance: no server answers at 127\.0\.0\.1:1: .*REFUSED.*\n$/,
  ],
  [
    ['--', './none'],
    /^conformance: expected the ready line .*, but it could not be started: spawn \.\/none ENOENT\n$/,
  ],
  [['--model', 'none.json', '--', 'x'], /^conformance: none\.json: ENOENT.*\n$/],
  [['--only', '99', '--', 'x'], /^conformance: no case or area begins with "99"; see --list\n$/],
])('%j cannot be run: one line and exit code 2', (args, message) => {
  const { code, out, err } = conformance(...args);
  expect(err).toMatch(message);
  expect(out).toBe('');
  expect(code).toBe(2);
});

test('a call that takes longer than the patience is waited for', () => {
  const { code, out } = conformance(
    ...['--patience', '900', '--only', '10.3/unavailable', '--model', REFERENCE_MODEL],
    ...['--', ...referenceCommand()],
  );
  expect(out).toContain('reference: 1 passed, 0 failed');
  expect(code).toBe(0);
});

test('--list names every case of what was selected', () => {
  const { code, out } = conformance('--list', '--only', '3.1', '--only', '4.3/mark-first');
  expect(code).toBe(0);
  expect(out).toMatch(/^framing \(3\)\n {2}3\.1\/at-the-limit /);
  expect(out).toMatch(/\n {2}4\.3\/mark-first {2}.*\n4 cases\n$/);
});

test('a good server gets a table, a summary and exit code 0', () => {
  const { code, out, err } = conformance(
    ...['--only', 'framing', '--model', REFERENCE_MODEL, '--', ...referenceCommand()],
  );
  expect(err).toBe('');
  expect(out).toMatch(/│ framing │ +\d+ │ +· │/);
  expect(out).toMatch(/\nreference: \d+ passed, 0 failed \(\d+\.\d s\)\n$/);
  expect(code).toBe(0);
});

test('a bad server gets the full report and exit code 1, also as JSON and JUnit XML', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const xml = join(folder, 'junit.xml');
  const common = ['--only', '4.3', '--model', REFERENCE_MODEL];
  const bad = ['--', ...referenceCommand('eats-the-mark')];
  try {
    const { code, out } = conformance(...common, '--junit', xml, ...bad);
    expect(out).toContain('4.3/mark-first  a byte order mark at the start is refused');
    expect(out).toContain('clause 4.3: A body that starts with a byte order mark MUST be answered');
    // The message of the right answer is the server's choice, so its bytes are not known.
    expect(out).not.toContain('is the first that differs');
    expect(out).toMatch(/→ 31 bytes: 1B 00 00 00 EF BB BF 7B /);
    // On a busy machine it also says what was judged again.
    expect(out).toMatch(/\nreference: 2 passed, 1 failed(?:, \d+ judged again[^(]*)? \(/);
    expect(code).toBe(1);
    expect(readFileSync(xml, 'utf8')).toMatch(
      /<testsuite name="reference" tests="3" failures="1" skipped="0">[^]*<failure message="expected INVALID_ARGUMENT/,
    );
    const json = conformance(...common, '--json', ...bad);
    const parsed = JSON.parse(json.out) as { good: boolean; counts: object };
    expect(parsed).toMatchObject({ good: false, counts: { pass: 2, fail: 1 } });
    expect(json.code).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the results are printed even if their JUnit file cannot be written', () => {
  const file = join(__dirname, 'no-such-folder/junit.xml');
  const { code, out, err } = conformance(
    ...['--only', '4.3/mark-first', '--model', REFERENCE_MODEL, '--junit', file],
    ...['--', ...referenceCommand()],
  );
  expect(out).toContain('reference: 1 passed, 0 failed');
  expect(err).toContain(`conformance: --junit ${file}: ENOENT`);
  expect(code).toBe(2);
});

test('without a model file the suite probes for the test methods', () => {
  const command = referenceCommand();
  const probed = (...flags: string[]) => {
    const { out } = conformance('--json', '--only', '6.5', '--', ...command, ...flags);
    return (JSON.parse(out) as { counts: object }).counts;
  };
  expect(probed()).toMatchObject({ pass: 0, 'not applicable': 2 });
  expect(probed('--test-methods')).toMatchObject({ pass: 2, 'not applicable': 0 });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s stops the servers of the run too', async (signal, code) => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const file = join(folder, 'pid');
  // It prints the ready line, writes its pid, and never answers; only SIGKILL ends it.
  const server = `process.on("SIGTERM", () => {}).on("SIGINT", () => {});
    require("net").createServer(() => {}).listen(0, "127.0.0.1", function () {
      console.log("listening on 127.0.0.1:" + this.address().port);
      require("fs").writeFileSync(process.argv[1], String(process.pid));
    });`;
  const command = [process.execPath, '-e', server, file];
  const run = new ServerProcess(typescriptCommand(MAIN, '--', ...command));
  try {
    expect(await eventually(() => existsSync(file) && readFileSync(file).length > 0, 15_000)).toBe(
      true,
    );
    run.signal(signal);
    expect(await run.exit(30_000)).toEqual({ code, signal: null });
    const pid = Number(readFileSync(file, 'utf8'));
    expect(await eventually(() => !isAlive(pid), 5_000)).toBe(true);
  } finally {
    await run.stop();
    rmSync(folder, { recursive: true });
  }
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
