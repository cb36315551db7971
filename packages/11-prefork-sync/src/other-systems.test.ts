// The command needs Linux system calls. On another system it says so in one line.
import { runOnAnotherSystem } from '@bytes-up/testkit';
import { server } from './testing/subject';

test('on a system other than Linux the command exits with code 2 and names the portable counterpart', () => {
  const { stdout, stderr, status } = runOnAnotherSystem([...server(), '--port', '0']);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^11-prefork-sync: .*node:cluster, or the dev container\n$/);
  expect(status).toBe(2);
});
