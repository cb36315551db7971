import { tmpdir } from 'node:os';
import { Children } from '../test-run/children';
import { Shell } from './shell';

const logged: string[] = [];
const children = new Children();
const shell = new Shell(children, tmpdir(), process.env, (text) => logged.push(text));
afterAll(() => children.endAll());
beforeEach(() => (logged.length = 0));

test('a command that runs to completion: its code, both of its streams, and the log', async () => {
  const { code, output } = await shell.run('echo out; echo err >&2; exit 3');
  expect({ code, output }).toEqual({ code: 3, output: 'out\nerr\n' });
  expect(logged.join('')).toBe('\n$ echo out; echo err >&2; exit 3\nout\nerr\n');
});

test('its standard input is empty', async () => {
  expect((await shell.run('cat')).code).toBe(0);
});

test('a command that keeps running is ready once it says so, and ends at ctrl-C', async () => {
  const server = await shell.start(
    `node -e "process.on('SIGINT', () => { console.log('bye'); process.exit(0); });
      setInterval(() => {}, 1000); console.log('listening on 1')"`,
    /^listening on /m,
  );
  const { code, output } = await server.stop();
  expect(code).toBe(0);
  expect(output).toBe('listening on 1\nbye\n');
});

test('a command that ends before it is ready is an error', async () => {
  await expect(shell.start("sh -c 'exit 5'", /ready/)).rejects.toThrow('ended with exit code 5');
});
