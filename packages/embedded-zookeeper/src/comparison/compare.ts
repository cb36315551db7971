// Sends the same sequences to the embedded server and to the real one. After each step
// their replies must be equal, and at the end their trees.

import { EmbeddedZooKeeper } from '../server/server';
import { RealZooKeeper } from '../real/real-zookeeper';
import { differenceOf } from './differences';
import { prefixOf, stepsOf, describeStep } from './sequence';
import { Talk } from './talk';

export interface Difference {
  readonly seed: number;
  /** Counted from 1; 0 for the trees at the end. */
  readonly step: number;
  readonly what: string;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  /** The listed difference that it is an example of. */
  readonly known: string | undefined;
}

export interface Comparison {
  readonly requests: number;
  readonly difference: Difference | undefined;
}

/**
 * The nodes of a sequence are never deleted, so both servers are replaced from time to
 * time.
 */
const SEQUENCES_BEFORE_RESTART = 400;

/** It does not wait for the disk, and decodes passwords the same way on every machine. */
export const REAL_FLAGS = ['-Dzookeeper.forceSync=no', '-Dfile.encoding=UTF-8'];

export class Pair {
  #ours = new EmbeddedZooKeeper();
  #theirs = new RealZooKeeper({ flags: REAL_FLAGS });
  #left = 0;

  async compare(seed: number): Promise<Comparison> {
    if (this.#left === 0) await this.#restart();
    this.#left--;
    let [ours, theirs] = await this.#talks();
    await alignZxids(ours, theirs);
    // A listed difference may have left a node below one root only.
    if ((await ours.root()) !== (await theirs.root())) {
      await this.#restart();
      [ours, theirs] = await this.#talks();
    }
    const difference = await compareTalks(seed, ours, theirs);
    // If the trees differ, the next sequence might differ too.
    if (difference !== undefined && difference.known === undefined) this.#left = 0;
    await Promise.all([ours.end(), theirs.end()]);
    return { requests: ours.requests + theirs.requests, difference };
  }

  async #talks(): Promise<[ours: Talk, theirs: Talk]> {
    return [await Talk.with(this.#ours.address, 0), await Talk.with(this.#theirs.address, 1)];
  }

  async remove(): Promise<void> {
    await Promise.all([this.#ours.stop(), this.#theirs.remove()]);
  }

  async #restart(): Promise<void> {
    await this.remove();
    this.#ours = new EmbeddedZooKeeper();
    this.#theirs = new RealZooKeeper({ flags: REAL_FLAGS });
    await this.#ours.start(); // first, because the real one picks a free port
    await this.#theirs.start();
    this.#left = SEQUENCES_BEFORE_RESTART;
  }
}

/** @returns the first difference */
export async function compareTalks(
  seed: number,
  ours: Talk,
  theirs: Talk,
): Promise<Difference | undefined> {
  const zxid = await alignZxids(ours, theirs);
  const prefix = prefixOf(seed);
  let count = 0;
  for (const step of stepsOf(seed, prefix, zxid)) {
    const [our, their] = [await ours.do(step), await theirs.do(step)];
    count++;
    // Whether a request that the real server rejects after the end takes a zxid is a
    // race.
    if (step.kind === 'ending') await alignZxids(ours, theirs);
    if (our.join('\n') === their.join('\n')) continue;
    const known = step.kind === 'request' ? differenceOf(step.body) : undefined;
    return { seed, step: count, what: describeStep(step), ours: our, theirs: their, known };
  }
  const [our, their] = [await ours.tree(prefix), await theirs.tree(prefix)];
  if (our.join('\n') === their.join('\n')) return undefined;
  return { seed, step: 0, what: 'the trees', ours: our, theirs: their, known: undefined };
}

/** Makes the zxids of both servers equal again, after a listed difference or a race. */
async function alignZxids(ours: Talk, theirs: Talk): Promise<bigint> {
  for (;;) {
    const [our, their] = [await ours.zxid(), await theirs.zxid()];
    if (our === their) return our;
    await (our < their ? ours : theirs).burn();
  }
}
