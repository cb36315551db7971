// Judges my/broken/health.ts by the servers that may be called, with a clock of its own.

import { CaseFailed, defineJudge, expectEqual, expectResult } from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';

interface Candidate {
  readonly key: string;
  readonly weight: number;
  readonly pending: number;
}

interface Health {
  succeeded(key: string): void;
  failed(key: string, call?: number): void;
  endedWithoutVerdict(key: string, call?: number): void;
  candidates(all: readonly Candidate[]): readonly Candidate[];
  begins(key: string): number;
}

interface Exports {
  Health: new (options: object, now: () => number) => Health;
}

const SYMPTOM = 'The symptom';
const STAYS = 'What must stay';

const names = ['Health'] as const;
const ALL = ['A', 'B', 'C'].map((key) => ({ key, weight: 8, pending: 0 }));

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'the symptom',
      names,
      cases: [
        using(SYMPTOM, 'an ejected server gets no call for a second, and then one', (told) => {
          told.eject();
          told.time(999);
          told.expectCallable('A B');
          told.time(1_000);
          told.expectCallable('A B C');
        }),
        using(SYMPTOM, 'while one call probes, no other one may', (told) => {
          told.eject();
          told.time(1_000);
          told.begins();
          told.expectCallable('A B');
        }),
        using(SYMPTOM, 'a probe may take any time', (told) => {
          told.eject();
          told.time(1_000);
          told.begins();
          told.time(60_000);
          told.expectCallable('A B');
        }),
        {
          title: 'a server that hangs for a minute gets a probe for each ejection',
          section: SYMPTOM,
          run: ({ Health }) => {
            const given = 'C hangs for a minute, 100 calls a second, 1 s for each attempt';
            const probes = probesInAMinute(Health, given);
            // At 1, 4, 9, 18 and 35 s, when each fails after a second; or a little later.
            if (probes >= 4 && probes <= 6) return;
            throw new CaseFailed({
              given,
              expected: '4 to 6 calls to C after its first ejection',
              came: `${probes} calls`,
            });
          },
        },
      ],
    },
    {
      title: 'the rest',
      names,
      cases: [
        using(STAYS, 'a probe that succeeds brings the server back', (told) => {
          told.eject();
          told.time(1_000);
          told.begins();
          told.succeeds();
          told.expectCallable('A B C');
          told.begins();
          told.expectCallable('A B C');
        }),
        using(STAYS, 'a probe that fails ejects the server for twice as long', (told) => {
          told.eject();
          told.time(1_000);
          const probe = told.begins();
          told.time(2_000);
          told.fails(probe);
          told.time(3_999);
          told.expectCallable('A B');
          told.time(4_000);
          told.expectCallable('A B C');
        }),
        using(STAYS, 'a cancelled probe gives its place to the next call', (told) => {
          told.eject();
          told.time(1_000);
          const probe = told.begins();
          told.isCancelled(probe);
          told.expectCallable('A B C');
          told.begins();
          told.expectCallable('A B');
        }),
        using(STAYS, 'another call that is cancelled does not', (told) => {
          const early = told.begins();
          told.eject();
          told.time(1_000);
          told.begins();
          told.isCancelled(early);
          told.expectCallable('A B');
        }),
        using(STAYS, 'a call that was in flight before, and fails, is not the probe', (told) => {
          const early = told.begins();
          told.eject();
          told.time(1_000);
          told.begins();
          told.fails(early);
          told.expectCallable('A B');
          told.time(10_000);
          told.expectCallable('A B');
        }),
        using(STAYS, 'when all are ejected, all may be called', (told) => {
          for (const key of ['A', 'B', 'C']) told.eject(key);
          told.expectCallable('A B C');
        }),
      ],
    },
  ],
});

/** A Health of the learner's, which remembers what was done with it. */
class Told {
  readonly #done: string[] = [];
  readonly #health: Health;
  #nowMs = 0;

  constructor({ Health }: Exports) {
    this.#health = expectResult('new Health', () => new Health({}, () => this.#nowMs));
  }

  time(ms: number): void {
    this.#nowMs = ms;
    this.#done.push(`time ${ms} ms`);
  }

  /** Three calls to it fail. */
  eject(key = 'C'): void {
    this.#do(`three calls to ${key} fail`, () => {
      for (const call of [1, 2, 3].map(() => this.#health.begins(key)))
        this.#health.failed(key, call);
    });
  }

  begins(): number {
    return this.#do('a call to C begins', () => this.#health.begins('C'));
  }

  succeeds(): void {
    this.#do('C answers', () => this.#health.succeeded('C'));
  }

  fails(call: number): void {
    this.#do(`call ${call} fails`, () => this.#health.failed('C', call));
  }

  isCancelled(call: number): void {
    this.#do(`call ${call} is cancelled`, () => this.#health.endedWithoutVerdict('C', call));
  }

  expectCallable(expected: string): void {
    const given = `${this.#done.join('; ')}; candidates`;
    const candidates = expectResult(given, () => this.#health.candidates(ALL));
    expectEqual(given, expected, candidates.map(({ key }) => key).join(' '));
  }

  #do<T>(step: string, call: () => T): T {
    this.#done.push(step);
    return expectResult(this.#done.join('; '), call);
  }
}

function using(section: string, title: string, play: (told: Told) => void): JudgedCase<Exports> {
  return { title, section, run: (exports) => play(new Told(exports)) };
}

/** A call each ten milliseconds, to the candidates by turns. C answers none of them. */
function probesInAMinute(Made: Exports['Health'], given: string): number {
  let nowMs = 0;
  let isEjected = false;
  let probes = 0;
  const health = new Made({}, () => nowMs);
  const waiting: { readonly call: number; readonly endsAtMs: number }[] = [];
  expectResult(given, () => {
    for (let turn = 0; nowMs < 60_000; turn++, nowMs += 10) {
      while (waiting[0] !== undefined && waiting[0].endsAtMs <= nowMs)
        health.failed('C', waiting.shift()?.call);
      const candidates = health.candidates(ALL);
      isEjected ||= candidates.length < ALL.length;
      const { key } = candidates[turn % candidates.length] ?? { key: 'A' };
      const call = health.begins(key);
      if (key !== 'C') health.succeeded(key);
      else {
        waiting.push({ call, endsAtMs: nowMs + 1_000 });
        if (isEjected) probes++;
      }
    }
  });
  return probes;
}
