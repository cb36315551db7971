// The options of a comparison, their defaults and their limits.

import { BenchError } from './bench-error';
import type { BenchInput, Contender } from './contender';
import { MAX_SEED } from './shuffle';

export interface CompareOptions<Input, Answer> {
  /** Shown above the table. */
  readonly title: string;
  readonly contenders: readonly Contender<Input, Answer>[];
  /** Name of the contender whose speed is 1. */
  readonly baseline: string;
  readonly inputs: readonly BenchInput<Input>[];
  /** How often each contender is measured on each input: 1 … 1,000, default 9. */
  readonly rounds?: number;
  /** A sample repeats the work until this time has passed: 1 … 60,000 ms, default 50. */
  readonly minRoundMs?: number;
  /**
   * No round is started that would end after this time: 1 … 86,400,000 ms, default
   * 120,000.
   */
  readonly maxTotalMs?: number;
  /**
   * Determines the order within the rounds: 0 … 2^32 − 1, default random. It is in the
   * report.
   */
  readonly seed?: number;
  /** Called before each step, for a progress line. */
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Ends the comparison between two samples, or within an asynchronous one; teardown
   * still runs.
   */
  readonly signal?: AbortSignal;
  /** A monotonic clock, in milliseconds. Default performance.now; tests use their own. */
  readonly now?: () => number;
}

/** Where a comparison is. `step` counts from 1 to `steps` within its phase. */
export interface Progress {
  readonly phase: 'answers' | 'warm-up' | 'round' | 'system calls';
  readonly step: number;
  readonly steps: number;
  readonly contender: string;
  readonly input: string;
}

/**
 * The options with all defaults filled in. The types of inputs and answers no longer
 * matter.
 */
export type Settings = Required<Omit<CompareOptions<unknown, unknown>, 'signal'>> & {
  readonly signal: AbortSignal | undefined;
};

/** @throws BenchError BAD_OPTIONS, with what was expected and what was given. */
export function checkOptions<Input, Answer>(options: CompareOptions<Input, Answer>): Settings {
  const settings: Settings = {
    title: options.title,
    contenders: options.contenders,
    baseline: options.baseline,
    inputs: options.inputs,
    rounds: integer('rounds', options.rounds ?? 9, 1, 1_000),
    minRoundMs: integer('minRoundMs', options.minRoundMs ?? 50, 1, 60_000),
    maxTotalMs: integer('maxTotalMs', options.maxTotalMs ?? 120_000, 1, 86_400_000),
    seed: integer('seed', options.seed ?? Math.floor(Math.random() * (MAX_SEED + 1)), 0, MAX_SEED),
    onProgress: options.onProgress ?? (() => undefined),
    signal: options.signal,
    now: options.now ?? (() => performance.now()),
  };
  checkNames('contender', settings.contenders);
  checkNames('input', settings.inputs);
  if (!settings.contenders.some((contender) => contender.name === settings.baseline)) {
    const names = settings.contenders.map((contender) => `"${contender.name}"`).join(', ');
    throw bad(`baseline: expected one of ${names}, got "${settings.baseline}"`);
  }
  return settings;
}

function integer(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw bad(`${name}: expected an integer from ${min} to ${max}, got ${value}`);
}

function checkNames(kind: string, items: readonly { readonly name: string }[]): void {
  if (items.length === 0) throw bad(`${kind}s: expected at least one, got none`);
  const seen = new Set<string>();
  for (const { name } of items) {
    if (seen.has(name)) throw bad(`${kind}s: expected unique names, got "${name}" twice`);
    seen.add(name);
  }
}

function bad(message: string): BenchError {
  return new BenchError('BAD_OPTIONS', message);
}
