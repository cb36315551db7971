// `npm run recordings -- 8`: records the run that the page of a server's chapter plays,
// or of all of them: three clients at each of the seven models, and the faults of chapter
// 17. `npm run pages` then writes the pages.

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format } from 'prettier';
import { CHAPTERS, findChapter, twoDigits, type Chapter } from '@bytes-up/course';
import { recordedRun, runThreeClients, thisMachine, typescriptCommand } from '@bytes-up/testkit';
import { measure, paceFor } from '../packages/17-distributed-rpc/src/demo/pace';
import { stalls } from '../packages/17-distributed-rpc/src/demo/promises';
import { runFaults } from '../packages/17-distributed-rpc/src/demo/run';
import { summaryOf } from '../packages/17-distributed-rpc/src/demo/summary';

const ROOT = resolve(__dirname, '..');

/** The server of each model as the demo starts it, and how many clients it can serve. */
const MODELS: Readonly<Record<number, { readonly flags: string; readonly atOnce: number }>> = {
  8: { flags: '', atOnce: 1 },
  9: { flags: '', atOnce: 3 },
  10: { flags: '', atOnce: 3 },
  11: { flags: '--workers 2', atOnce: 2 },
  12: { flags: '--engine epoll', atOnce: 3 },
  13: { flags: '--workers 2', atOnce: 3 },
  14: { flags: '--workers 2', atOnce: 3 },
};
const FAULTS = 17;

/** The recording of a chapter; undefined for one that has none. */
async function record({ number, folder }: Chapter): Promise<object | undefined> {
  if (number === FAULTS) return recordFaults();
  const model = MODELS[number];
  if (model === undefined) return undefined;
  const flags = model.flags.split(' ').filter((word) => word !== '');
  const main = join(ROOT, 'packages', folder, 'src/main.ts');
  const { events } = await runThreeClients(typescriptCommand(main, ...flags), model.atOnce);
  return recordedRun(['npm start -- serve', number, ...flags].join(' '), events);
}

async function recordFaults(): Promise<object> {
  const pace = paceFor(await measure());
  if (pace === undefined) throw new Error('this machine is too slow for the demo of chapter 17');
  const report = await runFaults(pace, console.log);
  const stalled = stalls(report);
  if (stalled.length > 0) throw new Error(`the machine was too slow: ${stalled.join(', ')}`);
  return { command: `npm start -- demo ${FAULTS}`, machine: thisMachine(), ...summaryOf(report) };
}

async function main(): Promise<void> {
  const named = process.argv.slice(2).map(findChapter);
  for (const chapter of named.length > 0 ? named : CHAPTERS) {
    const recording = await record(chapter);
    if (recording === undefined) {
      if (named.length > 0) console.log(`chapter ${twoDigits(chapter.number)} plays no run`);
      continue;
    }
    const name = chapter.number === FAULTS ? 'fault-run' : 'three-clients';
    const file = `packages/${chapter.folder}/src/demo/${name}.json`;
    const text = await format(JSON.stringify(recording), { parser: 'json', printWidth: 100 });
    writeFileSync(join(ROOT, file), text);
    console.log(`${file}: written`);
  }
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
