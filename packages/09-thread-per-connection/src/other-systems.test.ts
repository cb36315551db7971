// On a system whose calls we do not know, the command says so in one line.
import { runOnAnotherSystem } from '@bytes-up/testkit';
import { engines } from './testing/subject';

test.each(engines.map(({ command }) => [command.at(-1) ?? '', command] as const))(
  'elsewhere than on Linux --engine %s ends with code 2 and names the portable counterpart',
  (_, command) => {
    const { stdout, stderr, status } = runOnAnotherSystem([...command, '--port', '0']);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^09-thread-per-connection: .*node:net, or the dev container\n$/);
    expect(status).toBe(2);
  },
);
