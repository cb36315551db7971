// `npm run compare -w @bytes-up/embedded-zookeeper -- --minutes 30 --seed 1`: compares
// the embedded server with the real one on generated sequences of requests.

import { parseArgs } from 'node:util';
import { whyNotReal } from '../real/real-node';
import { Pair } from './compare';

/** How many unlisted differences are printed. */
const MAX_SHOWN = 20;
const MS_PER_MINUTE = 60_000;
/** How often a progress line is printed. */
const PROGRESS_MS = 10_000;

const USAGE = `usage: npm run compare -w @bytes-up/embedded-zookeeper -- [--minutes N] [--count N] [--seed N]
Sends generated sequences of requests to the embedded server and to a real one, and compares the replies.
  --minutes N  how long to run; default 1
  --count N    stop after N sequences
  --seed N     seed of the first sequence; default: from the clock
Exit codes: 0 no unlisted difference, 1 unlisted differences, 2 could not run.`;

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
    throw new Error('expected an integer for --seed, positive numbers for --minutes and --count');
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
      isStopped || seed >= first + count || performance.now() - started >= minutes * MS_PER_MINUTE;
    for (; !isOver(); seed++) {
      const { requests: sent, difference } = await pair.compare(seed);
      requests += sent;
      if (difference === undefined) continue;
      const { known, step, what, ours, theirs } = difference;
      if (known !== undefined) totals.set(known, (totals.get(known) ?? 0) + 1);
      else if (++unlisted <= MAX_SHOWN) {
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
    `seeds ${first} to ${seed - 1}: ${requests} requests in ${seconds.toFixed(0)} s (${(requests / seconds).toFixed(0)} per second), ${unlisted} unlisted differences`,
  );
  return unlisted === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`cannot compare the servers: ${(error as Error).message}`);
    process.exitCode = 2;
  },
);
