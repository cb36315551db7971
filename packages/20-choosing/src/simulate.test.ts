// The command as a process, and the figures of one seed, which must not change unnoticed.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { EXPERIMENTS } from './experiments/catalogue';
import { asText } from './plots/as-text';

const WITHIN_MS = 60_000;

async function simulate(...args: string[]) {
  const command = new ServerProcess(typescriptCommand(join(__dirname, 'simulate.ts'), ...args));
  const exit = await command.finished(WITHIN_MS);
  await command.stop(0);
  return { code: exit?.code, stdout: command.stdout, stderr: command.stderr };
}

function golden(name: string): string {
  return readFileSync(join(__dirname, `testing/golden/${name}.txt`), 'utf8');
}

test.each(EXPERIMENTS.map(({ name }) => name))('%s of seed 7 is what it was', async (name) => {
  const experiment = EXPERIMENTS.find((one) => one.name === name);
  const finding = await experiment?.run({ seed: 7, full: false });
  expect(finding && asText(finding)).toBe(golden(name));
});

test.each(['picks', 'retry-storm', 'watch-storm', 'zone-lost'])(
  'the page has the table of %s',
  (name) => {
    const page = readFileSync(join(__dirname, '../../../docs/chapters/20-choosing.md'), 'utf8');
    const [, , table = ''] = golden(name).split('\n\n');
    expect(page).toContain(`\`\`\`text\n${table}\n\`\`\`\n`);
  },
);

test('--json and --svg give the same figures, without a terminal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  try {
    const file = join(folder, 'plots.svg');
    const { code, stdout, stderr } = await simulate(
      'zone-lost',
      '--seed',
      '7',
      '--json',
      '--svg',
      file,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [finding] = JSON.parse(stdout) as { experiment: string; seed: number }[];
    expect(finding).toMatchObject({ experiment: 'zone-lost', seed: 7 });
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg [^]*<polyline [^]*<\/svg>\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  [['no-such'], 'simulate "no-such": expected one experiment of queue, picks, '],
  [['queue', 'picks'], 'simulate "queue picks": expected one experiment of queue, '],
  [['--seed', 'x'], '--seed x: expected a number of up to 15 digits'],
  [['--wat'], "simulate: Unknown option '--wat'"],
  [['zone-lost', '--svg', '/no/such/folder/x.svg'], '--svg /no/such/folder/x.svg: ENOENT'],
])('%j is one line and exit code 2', async (args, line) => {
  const { code, stderr } = await simulate(...args);
  expect(code).toBe(2);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toContain(line);
});

test('ctrl-C ends it at once', async () => {
  const command = new ServerProcess(
    typescriptCommand(join(__dirname, 'simulate.ts'), '--full', '--seed', '1'),
  );
  try {
    await command.printed(/^queue, seed 1$/, WITHIN_MS);
    command.signal('SIGINT');
    expect(await command.finished(WITHIN_MS)).toMatchObject({ signal: 'SIGINT' });
  } finally {
    await command.stop(0);
  }
});
