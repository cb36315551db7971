// sendmsg is Linux's own as we call it. On a system whose calls we do not know, that
// engine says so, and Node's serves.
import { launch, onAnotherSystem, runOnAnotherSystem } from '@bytes-up/testkit';
import { server } from './testing/subject';

test('elsewhere than on Linux --engine sendmsg ends with code 2 and names the portable counterpart', () => {
  const command = server('--engine', 'sendmsg', '--port', '0');
  const { stdout, stderr, status } = runOnAnotherSystem(command);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^14-descriptor-passing: .*node:cluster, or the dev container\n$/);
  expect(status).toBe(2);
});

test('elsewhere than on Linux --engine node serves', async () => {
  const { process: master } = await launch(onAnotherSystem(server('--engine', 'node')));
  await master.stop(30_000);
  expect(master.exited).toEqual({ code: 0, signal: null });
});
