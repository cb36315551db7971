// `npm run compare -w @bytes-up/protobuf -- --count 2000 --seed 1`: compares our
// parser with protoc on generated files.

import { parseArgs } from 'node:util';
import { compare } from './compare';
import { whyNoProtoc } from './protoc';

/** Two at a time, so that one parses while the other waits for protoc. */
const CONCURRENCY = 2;
/** A line of progress comes so often. */
const PROGRESS_MS = 10_000;
/** How many differences are printed with their files. */
const MOST_SHOWN = 20;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '1000' }, seed: { type: 'string' } },
  });
  const why = whyNoProtoc();
  if (why !== undefined) throw new Error(why);
  const first = Number(values.seed ?? Date.now() % 1e9);
  const count = Number(values.count);
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count)) {
    throw new Error('--seed and --count must be integers');
  }
  console.log(`seeds ${first} to ${first + count - 1}`);
  const started = performance.now();
  const totals = new Map<string, number>();
  const add = (name: string): void => void totals.set(name, (totals.get(name) ?? 0) + 1);
  let next = first;
  let differences = 0;
  const work = async (): Promise<void> => {
    while (next < first + count) {
      const { seed, kind, files, ours, difference, known } = await compare(next++);
      add(`${kind}, ${ours === undefined ? 'accepted' : 'refused'}`);
      if (difference === undefined) continue;
      if (known !== undefined) {
        add(`listed: ${known}`);
        continue;
      }
      if (++differences > MOST_SHOWN) continue;
      console.log(`\nseed ${seed}: ${difference}`);
      for (const [path, text] of Object.entries(files)) console.log(`--- ${path}\n${text}`);
    }
  };
  const progress = setInterval(() => {
    console.error(`… ${next - first} of ${count} inputs`);
  }, PROGRESS_MS);
  await Promise.all(Array.from({ length: CONCURRENCY }, work)).finally(() => {
    clearInterval(progress);
  });
  const seconds = (performance.now() - started) / 1000;
  for (const [name, n] of [...totals].sort()) console.log(`${String(n).padStart(8)} ${name}`);
  console.log(
    `${count} inputs in ${seconds.toFixed(0)} s, ${(count / seconds).toFixed(0)} per second: ${differences} unlisted differences`,
  );
  return differences === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`could not compare with protoc: ${(error as Error).message}`);
    process.exitCode = 2;
  },
);
