import fc from 'fast-check';
import { Health } from './health';
import { KeptCandidates } from './kept-candidates';
import type { Candidate } from './policy';

const KEYS = ['a', 'b', 'c', 'd'];

type Step =
  | { readonly kind: 'begins' | 'succeeded' | 'failed' | 'leaves'; readonly key: string }
  | { readonly kind: 'ends'; readonly call: number; readonly verdict: 'failed' | 'nothing' }
  | { readonly kind: 'time'; readonly ms: number };

const key = fc.constantFrom(...KEYS);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('begins' as const, 'succeeded' as const), key }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('failed' as const), key }) },
  fc.record({ kind: fc.constant('leaves' as const), key }),
  fc.record({
    kind: fc.constant('ends' as const),
    call: fc.nat({ max: 20 }),
    verdict: fc.constantFrom('failed' as const, 'nothing' as const),
  }),
  fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(1, 500, 1_000, 4_000) }),
);

const listOf = (keys: readonly string[]): Candidate[] =>
  keys.map((name) => ({ key: name, weight: 8, pending: 0 }));
const shown = (candidates: readonly Candidate[]): string =>
  candidates.map((one) => `${one.key} ${one.weight}`).join(', ');

test('are those that Health names, whatever happens between two calls', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let nowMs = 0;
      const [asked, kept] = [0, 1].map(() => new Health({}, () => nowMs)) as [Health, Health];
      const candidates = new KeptCandidates(kept);
      const calls: string[] = [];
      let all = listOf(KEYS);
      for (const one of steps) {
        if (one.kind === 'time') nowMs += one.ms;
        for (const health of [asked, kept]) take(health, one, calls);
        if (one.kind === 'begins') calls.push(one.key);
        if (one.kind === 'leaves') all = listOf(KEYS.filter((name) => name !== one.key));
        expect(shown(candidates.of(all))).toBe(shown(asked.candidates([...all])));
      }
    }),
    { numRuns: 500 },
  );
});

function take(health: Health, step: Step, calls: readonly string[]): void {
  if (step.kind === 'begins') health.begins(step.key);
  else if (step.kind === 'succeeded') health.succeeded(step.key);
  else if (step.kind === 'failed') health.failed(step.key);
  else if (step.kind === 'leaves') health.forget(step.key);
  else if (step.kind === 'ends') {
    const of = calls[step.call];
    if (of === undefined) return;
    if (step.verdict === 'failed') health.failed(of, step.call + 1);
    else health.endedWithoutVerdict(of, step.call + 1);
  }
}

describe('of a thousand servers', () => {
  const thousand = listOf(Array.from({ length: 1_000 }, (_, n) => `s${n}`));

  test('are the same array while no call changes anything', () => {
    const health = new Health({}, () => 0);
    const candidates = new KeptCandidates(health);
    for (const name of ['s1', 's1', 's1', 's2', 's10']) health.failed(name);
    health.succeeded('s10'); // well again, but not forgotten
    const before = candidates.of(thousand);
    expect(before).toHaveLength(999);
    for (let n = 10; n < 20; n++) {
      health.begins(`s${n}`);
      health.succeeded(`s${n}`);
      expect(candidates.of(thousand)).toBe(before);
    }
    health.succeeded('s2');
    expect(candidates.of(thousand)).not.toBe(before);
  });

  test('have the pending calls of this moment, also with a weight that was halved', () => {
    const server = { key: 'a', weight: 8, pending: 0 };
    const health = new Health({}, () => 0);
    health.failed('a');
    const [kept] = new KeptCandidates(health).of([server]);
    server.pending = 3;
    expect(kept).toMatchObject({ key: 'a', weight: 4, pending: 3 });
  });
});
