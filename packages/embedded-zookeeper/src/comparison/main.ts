// `npm run compare -w @bytes-up/embedded-zookeeper -- --minutes 30 --seed 1`: the
// embedded server beside the real one, with generated sequences of requests.

import { parseArgs } from 'node:util';
import { whyNotReal } from '../real/real-node';
import { Pair } from './compare';

/** Differences that are printed. */
const MOST_SHOWN = 20;
const MS_A_MINUTE = 60_000;
/** A line of progress comes so often. */
const PROGRESS_MS = 10_000;

const USAGE = `usage: npm run compare -w @bytes-up/embedded-zookeeper -- [--minutes N] [--count N] [--seed N]
Sends generated sequences of requests to the embedded server and to a real one, and compares the answers.
  --minutes N  how long; default 1
  --count N    at most so many sequences
  --seed N     of the first sequence; default: by the clock
Exit codes: 0 no difference that is not listed, 1 one or more, 2 it could not be made.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '1' },
      count: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
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
  let isStopped = false;
  process.once('SIGINT', () => (isStopped = true)).once('SIGTERM', () => (isStopped = true));
  const progress = setInterval(() => {
    process.stderr.write(`seed ${seed}: ${requests} requests, ${unlisted} unlisted\n`);
  }, PROGRESS_MS);
  try {
    const isOver = (): boolean =>
      isStopped || seed >= first + count || performance.now() - started >= minutes * MS_A_MINUTE;
    for (; !isOver(); seed++) {
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
    clearInterval(progress);
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
