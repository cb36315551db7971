// `npm run predictions -- 3`: runs the experiments of one chapter's predictions, or of
// all chapters, and records the results for the pages (src/demo/recorded.json). `npm run
// pages` then writes the pages.

import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CHAPTERS, findChapter } from '@bytes-up/course';
import { runScript, type Measured } from '@bytes-up/testkit';

const ROOT = resolve(__dirname, '..');
const MAIN = join(ROOT, 'packages/testkit/src/predict/main.ts');

async function record(folder: string): Promise<void> {
  const demo = join(ROOT, 'packages', folder, 'src/demo');
  const source = join(demo, 'predictions.ts');
  if (!existsSync(source)) return;
  const args = [source, '--json'];
  const { stdout } = await runScript(MAIN, { args });
  const outcomes = JSON.parse(stdout) as { readonly id: string; readonly measured: Measured }[];
  const recorded = Object.fromEntries(outcomes.map(({ id, measured }) => [id, measured]));
  writeFileSync(join(demo, 'recorded.json'), `${JSON.stringify(recorded, null, 2)}\n`);
  console.log(`packages/${folder}/src/demo/recorded.json: written`);
}

async function main(): Promise<void> {
  const named = process.argv.slice(2).map(findChapter);
  for (const { folder } of named.length > 0 ? named : CHAPTERS) await record(folder);
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
