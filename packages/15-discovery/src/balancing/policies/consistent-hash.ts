// Sends the same call key to the same server (chapter 15). When a server comes or goes,
// only its own share of the keys moves. Each server has many points on a ring, and a key
// belongs to the next point after its own.

import { createHash } from 'node:crypto';
import { DEFAULT_WEIGHT } from '../../registry/entry';
import type { Candidate, Policy } from '../policy';
import { firstPast } from './binary-search';

/** Points of a server with the default weight. More points make the shares more even. */
const POINTS = 160;
/** Maximum points of a server, whatever its weight. */
const MAX_POINTS = 4_000;

interface Point {
  readonly at: number;
  readonly key: string;
  /** 0, 1, … of its server. */
  readonly number: number;
}

interface Owner {
  readonly candidate: Candidate;
  readonly points: number;
}

export class ConsistentHash implements Policy {
  /** The points of all candidates in order, and some of servers that were candidates. */
  #ring: readonly Point[] = [];
  /** How many points of each server are on the ring. */
  #onRing: ReadonlyMap<string, number> = new Map();
  #candidates: readonly Candidate[] = [];
  #owners: ReadonlyMap<string, Owner> = new Map();

  // #region choose
  choose<C extends Candidate>(candidates: readonly C[], callKey = ''): C | undefined {
    if (candidates !== this.#candidates) this.#renew(candidates);
    const ring = this.#ring;
    const place = placeOf(callKey);
    const first = firstPast(ring.length, (n) => (ring[n] as Point).at >= place);
    // After the last point comes the first. Skips points of servers that are not
    // candidates now, and those that a lower weight leaves out.
    for (let step = 0; step < ring.length; step++) {
      const { key, number } = ring[(first + step) % ring.length] as Point;
      const owner = this.#owners.get(key);
      if (owner !== undefined && number < owner.points) return owner.candidate as C;
    }
    return undefined;
  }

  /**
   * Other candidates. Hashing and sorting cost far more than a choice, and a retry
   * chooses among all but one. So the ring changes only when it lacks a point, and then
   * loses those that do not count.
   */
  #renew(candidates: readonly Candidate[]): void {
    this.#candidates = candidates;
    this.#owners = new Map(
      candidates.map((candidate) => [candidate.key, { candidate, points: countOf(candidate) }]),
    );
    const missing = [...this.#owners].flatMap(([key, { points }]) =>
      pointsOf(key, this.#onRing.get(key) ?? 0, points),
    );
    if (missing.length === 0) return;
    const kept = this.#ring.filter(({ key, number }) => number < this.#pointsOf(key));
    this.#ring = [...kept, ...missing].sort(inOrder);
    this.#onRing = new Map([...this.#owners].map(([key, { points }]) => [key, points]));
  }
  // #endregion choose

  #pointsOf(key: string): number {
    return this.#owners.get(key)?.points ?? 0;
  }
}

function countOf({ weight }: Candidate): number {
  return Math.min(MAX_POINTS, Math.max(1, Math.round((POINTS * weight) / DEFAULT_WEIGHT)));
}

/** Those from one number up to, but not including, another. */
function pointsOf(key: string, from: number, to: number): Point[] {
  const points: Point[] = [];
  for (let number = from; number < to; number++)
    points.push({ at: placeOf(`${key}#${number}`), key, number });
  return points;
}

/** Two points at one place are in the order of their names, whatever the list's order. */
function inOrder(a: Point, b: Point): number {
  return a.at - b.at || (a.key < b.key ? -1 : 1);
}

/** The place of a string on the ring: 32 bits. */
function placeOf(text: string): number {
  return createHash('md5').update(text).digest().readUInt32BE();
}
