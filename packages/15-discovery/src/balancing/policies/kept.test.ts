// Three policies keep what they computed for a list. Here each is held equal to its plain
// version, which computes everything for each choice.

import crypto from 'node:crypto';
import fc from 'fast-check';
import { ConsistentHash, RoundRobin, WeightedRandom, type Candidate, type Policy } from '../..';

/** Chooses from a list as if there had been no choice before, except for the last one. */
type Plain = (
  candidates: readonly Candidate[],
  callKey: string,
  point: number,
  last: string,
) => Candidate | undefined;

/** The first candidate at which the parts of the line pass the point. */
const weightedRandom: Plain = (candidates, _callKey, point) => {
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
  let left = point * total;
  return candidates.find(({ weight }) => (left -= weight) < 0) ?? candidates.at(-1);
};

/** The next name after the last one, or the first of all. */
const roundRobin: Plain = (candidates, _callKey, _point, last) => {
  const sorted = [...candidates].sort((a, b) => (a.key < b.key ? -1 : 1));
  return sorted.find(({ key }) => key > last) ?? sorted[0];
};

const placeOf = (text: string): number =>
  crypto.createHash('md5').update(text).digest().readUInt32BE();

/** A ring of these candidates only, and the first point at or after the key's. */
const consistentHash: Plain = (candidates, callKey) => {
  const ring = candidates
    .flatMap((owner) =>
      Array.from({ length: Math.max(1, Math.round(1.6 * owner.weight)) }, (_, n) => ({
        at: placeOf(`${owner.key}#${n}`),
        owner,
      })),
    )
    .sort((a, b) => a.at - b.at);
  return (ring.find(({ at }) => at >= placeOf(callKey)) ?? ring[0])?.owner;
};

const point = { next: 0 };

const policies: readonly (readonly [string, () => Policy, Plain])[] = [
  ['weighted random', () => new WeightedRandom(() => point.next), weightedRandom],
  ['round robin', () => new RoundRobin(), roundRobin],
  ['consistent hash', () => new ConsistentHash(), consistentHash],
];

/** Some of eight servers, in any order, with the weights that failures leave. */
const candidates = fc
  .shuffledSubarray([...'abcdefgh'])
  .chain((keys) =>
    fc.tuple(...keys.map((key) => fc.record({ key: fc.constant(key), weight: weight() }))),
  )
  .map((servers): Candidate[] => servers.map((server) => ({ ...server, pending: 0 })));

function weight(): fc.Arbitrary<number> {
  return fc.constantFrom(100, 50, 25, 12.5, 200, 1);
}

const call = fc.record({ callKey: fc.string(), point: fc.double({ min: 0, max: 0.999 }) });

test.each(policies)(
  '%s chooses as its plain version, whatever list comes next',
  (_n, make, plain) => {
    const lists = fc.array(fc.tuple(candidates, fc.array(call, { maxLength: 4 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(lists, (all) => {
        const policy = make();
        let last = '';
        for (const [list, calls] of all) {
          for (const { callKey, point: next } of calls) {
            point.next = next;
            const chosen = policy.choose(list, callKey);
            expect(chosen).toBe(plain(list, callKey, next, last));
            last = chosen?.key ?? '';
          }
        }
      }),
    );
  },
);

describe('consistent hash', () => {
  afterEach(() => jest.restoreAllMocks());

  test('hashes the points of a server once: another list costs only those that are new', () => {
    const hash = jest.spyOn(crypto, 'createHash');
    const policy = new ConsistentHash();
    const hashesOf = (list: readonly Candidate[]): number => {
      hash.mockClear();
      policy.choose(list, 'x');
      return hash.mock.calls.length - 1; // less that of the call key
    };
    const list = Array.from({ length: 20 }, (_, n) => ({ key: `s${n}`, weight: 100, pending: 0 }));
    expect(hashesOf(list)).toBe(20 * 160);
    expect(hashesOf(list)).toBe(0);
    expect(hashesOf(list.slice(1))).toBe(0); // a retry
    expect(hashesOf([...list, { key: 'new', weight: 100, pending: 0 }])).toBe(160);
    expect(hashesOf(list.slice(1))).toBe(0);
    expect(hashesOf([{ key: 'other', weight: 50, pending: 0 }])).toBe(80); // the others are gone
    expect(hashesOf(list)).toBe(20 * 160);
  });
});
