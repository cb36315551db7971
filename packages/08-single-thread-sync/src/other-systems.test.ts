// On a system whose calls we do not know, the command says so in one line.
import { runOnAnotherSystem } from '@bytes-up/testkit';
import { subject } from './testing/subject';

test('elsewhere than on Linux the command ends with code 2 and names the portable counterpart', () => {
  const { stdout, stderr, status } = runOnAnotherSystem([...subject().command, '--port', '0']);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^08-single-thread-sync: .*node:net, or the dev container\n$/);
  expect(status).toBe(2);
});
