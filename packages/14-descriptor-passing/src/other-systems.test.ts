// The sendmsg engine makes Linux system calls. On another system it says so and exits;
// the node engine serves there.
import { launch, onAnotherSystem, runOnAnotherSystem } from '@bytes-up/testkit';
import { server } from './testing/subject';

test('on another system --engine sendmsg exits with code 2 and names the portable counterpart', () => {
  const command = server('--engine', 'sendmsg', '--port', '0');
  const { stdout, stderr, status } = runOnAnotherSystem(command);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^14-descriptor-passing: .*node:cluster, or the dev container\n$/);
  expect(status).toBe(2);
});

test('on another system --engine node serves', async () => {
  const { process: master } = await launch(onAnotherSystem(server('--engine', 'node')));
  await master.stop(30_000);
  expect(master.exited).toEqual({ code: 0, signal: null });
});
