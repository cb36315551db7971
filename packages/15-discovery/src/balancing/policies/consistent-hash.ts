// Sends the same call key to the same server (chapter 15). When a server comes or goes,
// only its own share of the keys moves. Each server has many points on a ring, and a key
// belongs to the next point after its own.

import { createHash } from 'node:crypto';
import { DEFAULT_WEIGHT } from '../../registry/entry';
import type { Candidate, Policy } from '../policy';

/** Points of a server with the default weight. More points make the shares more even. */
const POINTS = 160;
/** Maximum points of a server, whatever its weight. */
const MAX_POINTS = 4_000;

interface Point {
  readonly at: number;
  readonly key: string;
}

export class ConsistentHash implements Policy {
  #ring: readonly Point[] = [];
  /** The list that the ring was built for. */
  #madeFor = '';

  // #region choose
  choose<C extends Candidate>(candidates: readonly C[], callKey = ''): C | undefined {
    const name = candidates
      .map(({ key, weight }) => `${key}*${weight}`)
      .sort()
      .join();
    if (name !== this.#madeFor) {
      this.#ring = candidates.flatMap(pointsOf).sort((a, b) => a.at - b.at);
      this.#madeFor = name;
    }
    const owner = this.#ownerOf(placeOf(callKey));
    return candidates.find(({ key }) => key === owner);
  }

  /** The first point at or after the place. After the last point comes the first. */
  #ownerOf(place: number): string | undefined {
    let [low, high] = [0, this.#ring.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ring[middle]?.at ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return (this.#ring[low] ?? this.#ring[0])?.key;
  }
  // #endregion choose
}

function pointsOf({ key, weight }: Candidate): Point[] {
  const count = Math.min(MAX_POINTS, Math.max(1, Math.round((POINTS * weight) / DEFAULT_WEIGHT)));
  return Array.from({ length: count }, (_, n) => ({ at: placeOf(`${key}#${n}`), key }));
}

/** The place of a string on the ring: 32 bits. */
function placeOf(text: string): number {
  return createHash('md5').update(text).digest().readUInt32BE();
}
