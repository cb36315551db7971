// `npm run compare -w @bytes-up/embedded-zookeeper -- --minutes 30 --seed 1`: the embedded
// server beside the real one, with generated sequences of requests.

import { parseArgs } from 'node:util';
import { whyNotReal } from '../real-node';
import { Pair } from './compare';

/** Differences that are printed. */
const MOST_SHOWN = 20;
const MS_A_MINUTE = 60_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '1' },
      count: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  const why = whyNotReal();
  if (why !== undefined) throw new Error(why);
  const first = Number(values.seed ?? Date.now() % 1e9);
  const minutes = Number(values.minutes);
  const count = values.count === undefined ? Infinity : Number(values.count);
  if (!Number.isSafeInteger(first) || !(minutes > 0) || !(count > 0))
    throw new Error('--seed is an integer, --minutes and --count are positive numbers');
  const totals = new Map<string, number>();
  const pair = new Pair();
  const started = performance.now();
  let [seed, requests, unlisted] = [first, 0, 0];
  try {
    for (; seed < first + count && performance.now() - started < minutes * MS_A_MINUTE; seed++) {
      const { requests: sent, difference } = await pair.compare(seed);
      requests += sent;
      if (difference === undefined) continue;
      const { known, step, what, ours, theirs } = difference;
      if (known !== undefined) totals.set(known, (totals.get(known) ?? 0) + 1);
      else if (++unlisted <= MOST_SHOWN) {
        console.log(`\nseed ${seed}, step ${step}: ${what}`);
        console.log(['--- embedded', ...ours, '--- real', ...theirs].join('\n'));
      }
    }
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
  } finally {
    await pair.remove();
  }
  const seconds = (performance.now() - started) / 1000;
  for (const [name, n] of [...totals].sort())
    console.log(`${String(n).padStart(8)} sequences ended at a listed difference: ${name}`);
  console.log(
    `seeds ${first} to ${seed - 1}, ${requests} requests to both in ${seconds.toFixed(0)} s, ${(requests / seconds).toFixed(0)} a second: ${unlisted} differences that are not listed`,
  );
  return unlisted === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`the comparison could not be made: ${(error as Error).message}`);
    process.exitCode = 2;
  },
);
