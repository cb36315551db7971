// The command needs Linux system calls. On another system it says so in one line.
import { runOnAnotherSystem } from '@bytes-up/testkit';
import { engines } from './testing/subject';

test.each(engines.map(({ command }) => [command.at(-1) ?? '', command] as const))(
  'on a system other than Linux --engine %s exits with code 2 and names the portable counterpart',
  (_, command) => {
    const { stdout, stderr, status } = runOnAnotherSystem([...command, '--port', '0']);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^09-thread-per-connection: .*node:net, or the dev container\n$/);
    expect(status).toBe(2);
  },
);
