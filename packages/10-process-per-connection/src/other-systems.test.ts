// On a system whose calls we do not know, the command says so in one line.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { server } from './testing/subject';

test('elsewhere than on Linux the command ends with code 2 and names the portable counterpart', () => {
  const [program = '', ...args] = server();
  const before = args.splice(-1, 1);
  const run = spawnSync(
    program,
    [...args, '-r', join(__dirname, 'testing/not-linux.ts'), ...before, '--port', '0'],
    { encoding: 'utf8' },
  );
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(/^10-process-per-connection: .*node:cluster, or the dev container\n$/);
  expect(run.status).toBe(2);
});
