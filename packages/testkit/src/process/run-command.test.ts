// A command that runs to its end: its input, its environment, and its failures.

import { runCommand, succeeds } from './run-command';

test('a command gets its input and its environment', async () => {
  const env = { ...process.env, GREETING: 'hello' };
  const command = ['sh', '-c', 'read -r name; echo "$GREETING, $name"; echo done >&2'];
  expect(await runCommand(command, { env, input: 'Ada\n' })).toEqual({
    stdout: 'hello, Ada\n',
    stderr: 'done\n',
  });
});

test('a command that reads no input does not fail because of it', async () => {
  expect((await runCommand(['true'], { input: 'x'.repeat(1_000_000) })).stdout).toBe('');
});

test('a command that fails is an error with its exit code and its output', async () => {
  await expect(runCommand(['sh', '-c', 'echo no disk >&2; exit 3'])).rejects.toMatchObject({
    code: 3,
    stderr: 'no disk\n',
  });
});

test.each([
  [['true'], true],
  [['false'], false],
  [['./no-such-command'], false],
])('%j succeeds: %s', (command, expected) => {
  expect(succeeds(command)).toBe(expected);
});
