// The demo as a reader runs it. Its figures depend on this machine, so it asserts only
// what follows from how a model works.

import { join } from 'node:path';
import { runCommand, typescriptCommand } from '@bytes-up/testkit';
import { contenders } from './demo/contenders';
import { describeOnLinux } from './testing/on-linux';

describeOnLinux('the demo', () => {
  test('measures every server, and decides', async () => {
    const { stdout } = await runCommand(typescriptCommand(join(__dirname, 'demo.ts')));
    const [figures = '', verdicts = ''] = stdout.split('\n\nVerdicts, by the rules below\n');
    const rowOf = (text: string, name: string): string =>
      text.split('\n').find((line) => line.includes(name)) ?? '';
    for (const { name } of contenders()) {
      expect(rowOf(figures, name)).toMatch(/\d+\.\d\d +\d+\.\d\d +\d+ % +\d+ % +\d+\.\d +\d+$/);
      expect(rowOf(verdicts, name)).toMatch(/(?: +(?:good|limited|bad|unknown)){6}$/);
    }
    expect(rowOf(figures, '12 one event loop')).toMatch(/ 1\.00 +1\.00 /);
    expect(rowOf(figures, '08 one client at a time')).toContain(' 6 % '); // one of sixteen
    expect(verdicts).toContain('\nWhat follows\n');
    expect(verdicts).toContain('\n    for 1000 clients: 57 MB\n'); // simulated, so exact
  });
});
