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
        scenario(SYMPTOM, 'an ejected server gets no call for a second, and then one', (driver) => {
          driver.eject();
          driver.time(999);
          driver.expectCallable('A B');
          driver.time(1_000);
          driver.expectCallable('A B C');
        }),
        scenario(SYMPTOM, 'while one call probes, no other call may', (driver) => {
          driver.eject();
          driver.time(1_000);
          driver.begins();
          driver.expectCallable('A B');
        }),
        scenario(SYMPTOM, 'a probe may take any amount of time', (driver) => {
          driver.eject();
          driver.time(1_000);
          driver.begins();
          driver.time(60_000);
          driver.expectCallable('A B');
        }),
        {
          title: 'a server that hangs for a minute gets a probe for each ejection',
          section: SYMPTOM,
          run: ({ Health }) => {
            const given = 'C hangs for a minute, 100 calls a second, 1 s for each attempt';
            const probes = probesInAMinute(Health, given);
            // At 1, 4, 9, 18 and 35 s, if each fails after a second, or a little later.
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
        scenario(STAYS, 'a probe that succeeds brings the server back', (driver) => {
          driver.eject();
          driver.time(1_000);
          driver.begins();
          driver.succeeds();
          driver.expectCallable('A B C');
          driver.begins();
          driver.expectCallable('A B C');
        }),
        scenario(STAYS, 'a probe that fails ejects the server for twice as long', (driver) => {
          driver.eject();
          driver.time(1_000);
          const probe = driver.begins();
          driver.time(2_000);
          driver.fails(probe);
          driver.time(3_999);
          driver.expectCallable('A B');
          driver.time(4_000);
          driver.expectCallable('A B C');
        }),
        scenario(STAYS, 'after a cancelled probe the next call is the probe', (driver) => {
          driver.eject();
          driver.time(1_000);
          const probe = driver.begins();
          driver.isCancelled(probe);
          driver.expectCallable('A B C');
          driver.begins();
          driver.expectCallable('A B');
        }),
        scenario(STAYS, 'cancelling another call does not change the probe', (driver) => {
          const early = driver.begins();
          driver.eject();
          driver.time(1_000);
          driver.begins();
          driver.isCancelled(early);
          driver.expectCallable('A B');
        }),
        scenario(STAYS, 'an earlier call that fails is not the probe', (driver) => {
          const early = driver.begins();
          driver.eject();
          driver.time(1_000);
          driver.begins();
          driver.fails(early);
          driver.expectCallable('A B');
          driver.time(10_000);
          driver.expectCallable('A B');
        }),
        scenario(STAYS, 'when all are ejected, all may be called', (driver) => {
          for (const key of ['A', 'B', 'C']) driver.eject(key);
          driver.expectCallable('A B C');
        }),
      ],
    },
  ],
});

/** Drives the learner's Health, and records the steps. */
class Driver {
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

function scenario(
  section: string,
  title: string,
  steps: (driver: Driver) => void,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => steps(new Driver(exports)) };
}

/** A call every ten milliseconds, to the candidates in turn. C answers none of them. */
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
