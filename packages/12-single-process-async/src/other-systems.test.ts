// epoll is Linux's own. On a system whose calls we do not know, that engine says so in one line, and the other one serves.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { launch } from '@bytes-up/stage';
import { engines } from './testing/subject';

const [net, epoll] = engines.map(({ command: [node = '', hookFlag = '', hook = '', ...rest] }) => [
  ...[node, hookFlag, hook], // the hook that runs TypeScript comes before the first file that is TypeScript
  ...['-r', join(__dirname, 'testing/not-linux.ts')],
  ...rest,
]);

test('elsewhere than on Linux --engine epoll ends with code 2 and names the portable counterpart', () => {
  const [node = '', ...args] = epoll ?? [];
  const run = spawnSync(node, [...args, '--port', '0'], { encoding: 'utf8' });
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(/^12-single-process-async: .*node:net.*dev container\n$/);
  expect(run.status).toBe(2);
});

test('elsewhere than on Linux --engine net serves', async () => {
  const { process: server } = await launch(net ?? []);
  await server.stop();
  expect(server.exited).toEqual({ code: 0, signal: null });
});
