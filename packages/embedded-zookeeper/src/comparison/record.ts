// Condenses a server's replies to the sequences of some seeds. A recording of the real
// server replaces it on machines without Java.

import { createHash } from 'node:crypto';
import { differenceOf } from './differences';
import { prefixOf, stepsOf } from './sequence';
import { Talk } from './talk';

const HASH_DIGITS = 10;

/**
 * Seeds whose sequences are repeatable: without a listed difference, and without a race.
 */
export function seedsToRecord(count: number): number[] {
  const seeds: number[] = [];
  for (let seed = 1; seeds.length < count; seed++) {
    const steps = [...stepsOf(seed, '/s', 0n)];
    const isRepeatable = steps.every(
      (step) =>
        step.kind !== 'ending' &&
        (step.kind !== 'request' || differenceOf(step.body) === undefined),
    );
    if (isRepeatable) seeds.push(seed);
  }
  return seeds;
}

/**
 * @param address of a fresh server, so that the zxids are the same
 * @returns for each seed a hash of all replies, and their error codes in order
 */
export async function record(
  address: string,
  ownNodes: number,
  seeds: readonly number[],
): Promise<string[]> {
  const recorded: string[] = [];
  for (const seed of seeds) {
    const talk = await Talk.with(address, ownNodes);
    const prefix = prefixOf(seed);
    const lines: string[] = [];
    for (const step of stepsOf(seed, prefix, await talk.zxid()))
      lines.push(...(await talk.do(step)));
    const errors = lines.flatMap((line) => / error (-?\d+)/.exec(line)?.[1] ?? []);
    lines.push(...(await talk.tree(prefix)));
    await talk.end();
    const hash = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, HASH_DIGITS);
    recorded.push(`${seed} ${hash} ${errors.join(' ')}`);
  }
  return recorded;
}
