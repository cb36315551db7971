// On a system whose calls we do not know, the command says so in one line.
import { runOnAnotherSystem } from '@bytes-up/testkit';
import { server } from './testing/subject';

test('elsewhere than on Linux the command ends with code 2 and names the portable counterpart', () => {
  const { stdout, stderr, status } = runOnAnotherSystem([...server(), '--port', '0']);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^11-prefork-sync: .*node:cluster, or the dev container\n$/);
  expect(status).toBe(2);
});
