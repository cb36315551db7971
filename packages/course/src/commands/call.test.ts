import { join } from 'node:path';
import { launch, typescriptCommand, type StartedServer } from '@bytes-up/testkit';
import { runCourse } from '../testing/course';
import { makeRoot } from '../testing/make-root';

let server: StartedServer;
let root: string;

beforeAll(async () => {
  const main = join(__dirname, '../../../12-single-process-async/src/main.ts');
  server = await launch(typescriptCommand(main, '--quiet', '--test-methods'));
  root = makeRoot({});
});

afterAll(() => server.process.stop());

const call = (...args: string[]) =>
  runCourse(['call', `127.0.0.1:${server.address.port}`, ...args], { root });

test.each([
  [['ping', '"hello"'], '"hello"\n'],
  [['ping'], 'null\n'],
  [['pi', '1000'], '3.1412746456267633\n'],
  [['ping', '1', '--oneway'], ''],
])('call %j prints the result as JSON', async (args, stdout) => {
  expect(await call(...args)).toMatchObject({ code: 0, stdout, stderr: '' });
});

test.each([
  [['pi', '-1'], /^INVALID_ARGUMENT pi at 127\.0\.0\.1:\d+: pi takes an integer/],
  [['nothing'], /^UNIMPLEMENTED nothing at /],
  [
    ['sleep', '{"ms":60000}', '--timeout-ms', '2000'],
    /^DEADLINE_EXCEEDED sleep at .*no answer within /,
  ],
])('call %j fails in one line, exit code 1', async (args, line) => {
  const { code, stdout, stderr } = await call(...args);
  expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({
    code: 1,
    stdout: '',
    lines: 2,
  });
  expect(stderr).toMatch(line);
});

test('without a server, call says so at once, whatever the timeout', async () => {
  const args = ['call', '127.0.0.1:1', 'ping', '--timeout-ms', '999999999'];
  const { code, stderr } = await runCourse(args, { root });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^UNAVAILABLE ping at 127\.0\.0\.1:1, attempt 3: ECONNREFUSED/);
});

test('with --wait, call waits for a server until it times out', async () => {
  const args = ['call', '127.0.0.1:1', 'ping', '--wait', '--timeout-ms', '50'];
  const { code, stderr } = await runCourse(args, { root });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^DEADLINE_EXCEEDED ping at .*: no server was ready within 50 ms: ECONNREFUSED/,
  );
  expect(await call('ping', '1', '--wait')).toMatchObject({ code: 0, stdout: '1\n' });
  expect(await call('ping', '1', '--wait', '--oneway')).toMatchObject({ code: 0, stdout: '' });
});

test.each([
  [['call', 'nowhere', 'ping'], 'no address "nowhere": give HOST:PORT such as 127.0.0.1:8080'],
  [['call', 'a:99999', 'ping'], 'no address "a:99999"'],
  [
    ['call', '127.0.0.1:1', 'ping', 'hello'],
    'the params are not JSON: a string needs its own quotes, \'"hello"\'',
  ],
  [['call', '127.0.0.1:1', 'ping', '--timeout-ms', '0'], 'Expected a number of milliseconds'],
])('%j is a usage error, exit code 2', async (args, line) => {
  const { code, stderr } = await runCourse(args, { root });
  expect(code).toBe(2);
  expect(stderr).toContain(line);
});

describe('with a registry', () => {
  const main = (folder: string): string => join(__dirname, `../../../${folder}/src/main.ts`);
  let registry: StartedServer;
  let registered: StartedServer;
  let address: string;

  beforeAll(async () => {
    registry = await launch(typescriptCommand(main('embedded-zookeeper')));
    address = `127.0.0.1:${registry.address.port}`;
    const flags = ['--zookeeper', address, '--leave', '0'];
    registered = await launch(typescriptCommand(main('15-discovery'), ...flags));
    await registered.process.logged(/^registered as /);
  });

  afterAll(async () => {
    await registered.process.stop();
    await registry.process.stop();
  });

  test('a call goes to a server that is registered there', async () => {
    const args = ['call', `zookeeper://${address}`, 'ping', '"hello"'];
    expect(await runCourse(args, { root })).toMatchObject({ code: 0, stdout: '"hello"\n' });
  });

  test('--root and --name say which of its services is called', async () => {
    const flags = ['--zookeeper', address, '--leave', '0', '--root', '/other', '--name', 'calc'];
    const other = await launch(typescriptCommand(main('15-discovery'), ...flags));
    await other.process.logged(/^registered as /);
    const args = ['call', `zookeeper://${address}`, 'ping', '1'];
    const calc = ['--root', '/other', '--name', 'calc'];
    try {
      await registered.process.stop(); // only the other one can answer now
      expect(await runCourse([...args, ...calc], { root })).toMatchObject({
        code: 0,
        stdout: '1\n',
      });
      for (const wrong of [[], ['--root', '/other'], ['--name', 'calc']]) {
        const { code, stderr } = await runCourse([...args, ...wrong], { root });
        expect({ code, stderr }).toEqual({
          code: 1,
          stderr: 'UNAVAILABLE ping: no server is known\n',
        });
      }
    } finally {
      await other.process.stop();
    }
  });

  test('without a registered server it fails', async () => {
    const args = ['call', `zookeeper://${address}/elsewhere`, 'ping'];
    const { code, stderr } = await runCourse(args, { root });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'UNAVAILABLE ping: no server is known\n',
    });
  });

  test.each([
    [['call', 'zookeeper://[::1]:2181', 'ping'], 'expected host:port'],
    [['call', 'zookeeper://127.0.0.1:1', 'ping', '--oneway'], 'a one-way call goes to one server'],
    [
      ['call', 'zookeeper://127.0.0.1:1', 'ping', '--root', 'demo'],
      '--root: expected /a/path, got "demo"',
    ],
    [['call', 'zookeeper://127.0.0.1:1', 'ping', '--name', ''], '--name: expected a name, got ""'],
    [['call', '127.0.0.1:1', 'ping', '--root', '/demo'], '--root and --name are for a registry'],
    [['call', '127.0.0.1:1', 'ping', '--name', 'rpc'], '--root and --name are for a registry'],
  ])('%j is a usage error, exit code 2', async (args, line) => {
    const { code, stderr } = await runCourse(args, { root });
    expect(code).toBe(2);
    expect(stderr).toContain(line);
  });
});
