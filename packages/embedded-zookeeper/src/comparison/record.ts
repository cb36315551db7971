// What a server says to the sequences of some seeds, in short. Recorded from the real
// one, it stands in for it where there is no Java.

import { createHash } from 'node:crypto';
import { differenceOf } from './differences';
import { prefixOf, stepsOf } from './sequence';
import { Talk } from './talk';

const SHORT = 10;

/**
 * Seeds whose sequences can be repeated: without a listed difference, and without a race.
 */
export function seedsToRecord(count: number): number[] {
  const seeds: number[] = [];
  for (let seed = 1; seeds.length < count; seed++) {
    const steps = [...stepsOf(seed, '/s', 0n)];
    const isSteady = steps.every(
      (step) =>
        step.kind !== 'ending' &&
        (step.kind !== 'request' || differenceOf(step.body) === undefined),
    );
    if (isSteady) seeds.push(seed);
  }
  return seeds;
}

/**
 * @param address of a server that is fresh, so that its changes have the same numbers
 * @returns for each seed the errors in their order, and a hash of all that was said
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
    const hash = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, SHORT);
    recorded.push(`${seed} ${hash} ${errors.join(' ')}`);
  }
  return recorded;
}
