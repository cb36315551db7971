import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { typescriptCommand } from '@bytes-up/stage';

describe('the demo', () => {
  it('measures idle and busy clients, and a modest one beside a greedy one', async () => {
    const [node = '', ...demo] = typescriptCommand(join(__dirname, 'demo.ts'));
    const run = await promisify(execFile)(node, demo);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(/^10 busy +[\d,]+ +[\d.]+ ms +[\d.]+ ms +(\d+ MB|needs Linux)$/m);
    expect(run.stdout).toMatch(/^10 busy, 1000 idle +[\d,]+ +[\d.]+ ms/m);
    const has = /when the greedy one has (\d+) of its 1000 answers/.exec(run.stdout)?.[1];
    expect(Number(has)).toBeLessThan(1000);
    expect(run.stdout).toContain('ended with code 0.');
  });
});
