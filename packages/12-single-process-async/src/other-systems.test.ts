// epoll exists on Linux only. On another system that engine says so in one line, and the
// other one serves.
import { launch, onAnotherSystem, runOnAnotherSystem } from '@bytes-up/testkit';
import { engines } from './testing/subject';

const [net, epoll] = engines.map(({ command }) => command);

test('on other systems --engine epoll exits with code 2 and names the portable engine', () => {
  const { stdout, stderr, status } = runOnAnotherSystem([...(epoll ?? []), '--port', '0']);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^12-single-process-async: .*node:net, or the dev container\n$/);
  expect(status).toBe(2);
});

test('on other systems --engine net serves', async () => {
  const { process: server } = await launch(onAnotherSystem(net ?? []));
  await server.stop();
  expect(server.exited).toEqual({ code: 0, signal: null });
});
