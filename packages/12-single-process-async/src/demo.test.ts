import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const HOOK = join(__dirname, '../../../tools/ts.cjs');

describe('the demo', () => {
  it('measures idle and busy clients, and a modest one beside a greedy one', async () => {
    const run = await promisify(execFile)(process.execPath, [
      '-r',
      HOOK,
      join(__dirname, 'demo.ts'),
    ]);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(/^10 busy +[\d,]+ +[\d.]+ ms +[\d.]+ ms +(\d+ MB|needs Linux)$/m);
    expect(run.stdout).toMatch(/^10 busy, 1000 idle +[\d,]+ +[\d.]+ ms/m);
    const has = /when the greedy one has (\d+) of its 1000 answers/.exec(run.stdout)?.[1];
    expect(Number(has)).toBeLessThan(1000);
    expect(run.stdout).toMatch(/exited with code 0\.\n$/);
  });
});
