// fork is Linux's own as we call it. On a system whose calls we do not know, that engine
// says so, and cluster serves.
import { launch, onAnotherSystem, runOnAnotherSystem } from '@bytes-up/testkit';
import { server } from './testing/subject';

test('elsewhere than on Linux --engine fork ends with code 2 and names the portable counterpart', () => {
  const command = server('--engine', 'fork', '--port', '0');
  const { stdout, stderr, status } = runOnAnotherSystem(command);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^13-prefork-async: .*node:cluster, or the dev container\n$/);
  expect(status).toBe(2);
});

test('elsewhere than on Linux --engine cluster serves', async () => {
  const { process: master } = await launch(onAnotherSystem(server('--engine', 'cluster')));
  await master.stop(30_000);
  expect(master.exited).toEqual({ code: 0, signal: null });
});
