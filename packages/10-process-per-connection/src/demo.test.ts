import { dirname, join } from 'node:path';
import {
  launch,
  quickestVisitMs,
  rowOf,
  runDemo,
  typescriptCommand,
  type StartedServer,
} from '@bytes-up/testkit';

const [ROUNDS, VISITS] = [10, 10];
const CHAPTER_08 = dirname(require.resolve('@bytes-up/single-thread-sync/package.json'));
const FORKS = typescriptCommand(join(__dirname, 'main.ts'), '--quiet');
const DOES_NOT = typescriptCommand(join(CHAPTER_08, 'src/main.ts'), '--quiet');

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

test('the demo draws three clients, each served by its own process, and none waits for another', () => {
  const [a, b, c] = ['A', 'B', 'C'].map((name) => rowOf(printed, name));
  expect(new Set([a?.by, b?.by, c?.by]).size).toBe(3);
  for (const row of [a, b, c]) expect(row?.by).toMatch(/^process \d+$/);
  expect(b?.drawn.indexOf('A')).toBeLessThan(a?.drawn.indexOf('L') ?? 0);
  expect(c?.drawn.indexOf('A')).toBeLessThan(b?.drawn.indexOf('L') ?? 0);
  expect(printed).toContain('ended with code 0.');
});

test('the demo shows the process tree: one process, four, and one again', () => {
  const [, root] = /^no clients +(\d+)$/m.exec(printed) ?? [];
  expect(printed).toMatch(
    new RegExp(
      `^three clients +${root} ─┬─ \\d+\\n +├─ \\d+\\n +└─ \\d+\\nall have left +${root}$`,
      'm',
    ),
  );
});

test('the demo measures what a fork per connection costs', () => {
  const of = (name: string): number =>
    Number(new RegExp(`^${name}.* ([\\d.]+) ms each$`, 'm').exec(printed)?.[1]);
  for (const name of ['chapter 10, a fork each', 'chapter 08, no fork'])
    expect(of(name)).toBeGreaterThan(0);
});

test('the quickest visit takes more than twice as long with a fork as without', async () => {
  // Means would say how busy the machine is. The two take turns, and the best of each
  // counts.
  const quickestMs = [Infinity, Infinity];
  const servers: StartedServer[] = [];
  try {
    for (const command of [FORKS, DOES_NOT]) servers.push(await launch(command));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [n, { address }] of servers.entries()) {
        const ms = await quickestVisitMs(address, VISITS);
        quickestMs[n] = Math.min(quickestMs[n] ?? Infinity, ms);
      }
    }
  } finally {
    for (const { process } of servers) await process.stop();
  }
  const [forks = 0, doesNot = Infinity] = quickestMs;
  expect(forks).toBeGreaterThan(2 * doesNot);
});
