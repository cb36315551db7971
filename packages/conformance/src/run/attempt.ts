// Runs one case on one server and returns its verdict, with the full report of a failure.

import { LaunchError, machineClock, type Exit, type Wait } from '@bytes-up/testkit';
import type { Case } from '../case';
import { readClauses } from '../clauses';
import { CaseFailure } from '../client/failure';
import type { Model } from '../model';
import { effectiveLimits, flagsFor, type Instances, type Subject } from './instances';
import { hasDied } from './liveness';
import type { PlannedCase } from './plan';
import type { Result } from './result';
import { Trial, type Address } from './trial';

export interface AttemptOptions {
  readonly subject: Subject;
  readonly model: Model;
  /** How long to wait for an answer or another event, in milliseconds. Default 5,000. */
  readonly patienceMs?: number;
  /** How often case 10.4/cycles starts and stops the server. Default 5. */
  readonly cycles?: number;
}

export interface Attempt {
  readonly result: Result;
  /** The shared server exited, and another case may be to blame. */
  readonly serverDied: boolean;
}

const DEFAULT_PATIENCE_MS = 5_000;
const DEFAULT_CYCLES = 5;
/**
 * Declared failures mostly time out, as does the second client of a one-client server, so
 * a short wait is enough.
 */
const DECLARED_PATIENCE_MS = 500;
/**
 * Besides its own waits, a case (or each cycle of a cyclic one) may take this many times
 * patienceMs.
 */
const CASE_WAIT_FACTOR = 8;
const STDERR_LINES = 15;

/**
 * Runs the case on the shared server with its limits and this number, or on a fresh one.
 * Never throws.
 */
export async function attempt(
  planned: PlannedCase,
  options: AttemptOptions,
  instances: Instances,
  which: number | 'fresh',
): Promise<Attempt> {
  const startedAtMs = performance.now();
  const { case: one } = planned;
  let address: Address;
  try {
    address = await (which === 'fresh'
      ? instances.fresh(one.limits)
      : instances.shared(one.limits, which));
  } catch (error) {
    const tookMs = performance.now() - startedAtMs;
    const lines = [...heading(one), ...failureLines(error)];
    const result: Result = {
      case: one,
      verdict: 'fail',
      reason: messageOf(error),
      story: lines,
      tookMs,
    };
    return { result, serverDied: false };
  }
  const trial = trialOf(planned, address, options);
  const thrown = await outcome(one, trial);
  const exit = thrown === undefined ? undefined : await trial.serverExit();
  await trial.dispose();
  const serverDied = thrown !== undefined && which !== 'fresh' && (await hasDied(address));
  if (which === 'fresh') await address.process?.stop();
  const tookMs = performance.now() - startedAtMs;
  const result = thrown === undefined ? passed(planned) : failed(planned, thrown, trial, exit);
  const { inVain } = trial;
  return { result: { ...result, tookMs, ...(inVain > 0 && { inVain }) }, serverDied };
}

function trialOf(planned: PlannedCase, address: Address, options: AttemptOptions): Trial {
  const { model, subject, patienceMs = DEFAULT_PATIENCE_MS, cycles = DEFAULT_CYCLES } = options;
  const oneClient = model.clients === 'one' && planned.case.area === 'concurrency';
  const waitsInVain = planned.expectedFailure !== undefined || oneClient;
  return new Trial({
    model,
    address,
    limits: effectiveLimits(model, planned.case.limits),
    patienceMs: waitsInVain ? Math.min(patienceMs, DECLARED_PATIENCE_MS) : patienceMs,
    cycles,
    command: 'command' in subject ? subject.command : undefined,
    cwd: 'command' in subject ? subject.cwd : undefined,
    flagsFor: (limits) => flagsFor(model, limits),
    limitsOf: (limits) => effectiveLimits(model, limits),
  });
}

/** What the case threw, or undefined if it passed. A case that hangs times out. */
async function outcome(one: Case, trial: Trial): Promise<unknown> {
  const waits = CASE_WAIT_FACTOR * (one.cyclic === true ? trial.cycles : 1);
  const limitMs = (one.waitMs?.(trial.limits) ?? 0) + waits * trial.patienceMs;
  let timer: Wait | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const details = { expected: `the case to end within ${limitMs} ms`, got: 'no end' };
    timer = machineClock.after(limitMs, () => reject(new CaseFailure(details)));
  });
  try {
    await Promise.race([one.run(trial), late]);
    return undefined;
  } catch (error) {
    return error ?? new Error('the case threw nothing');
  } finally {
    timer?.cancel();
  }
}

function passed({ case: one, expectedFailure }: PlannedCase): Omit<Result, 'tookMs'> {
  if (expectedFailure === undefined) return { case: one, verdict: 'pass' };
  const reason = `declared as failing (${expectedFailure}), but it passes`;
  return { case: one, verdict: 'unexpected pass', reason };
}

function failed(
  { case: one, expectedFailure }: PlannedCase,
  thrown: unknown,
  trial: Trial,
  exit: Exit | undefined,
): Omit<Result, 'tookMs'> {
  const stderr = `${trial.address.process?.stderr ?? ''}${trial.stderr}`;
  const transcript = trial.transcript.lines();
  const story = [...heading(one), ...failureLines(thrown), ...evidence(transcript, stderr)];
  const details = {
    ...(thrown instanceof CaseFailure && { failure: thrown.details }),
    ...(exit !== undefined && { exit }),
    transcript,
    stderr,
    story,
  };
  const declared = expectedFailure !== undefined && isServersFault(thrown);
  return declared
    ? { case: one, verdict: 'expected', reason: expectedFailure, ...details }
    : { case: one, verdict: 'fail', reason: messageOf(thrown), ...details };
}

function heading(one: Case): string[] {
  const clauses = readClauses();
  const words = one.clauses.flatMap((number) => {
    const text = clauses.get(number);
    return text === undefined ? [] : [`  clause ${number}: ${text}`];
  });
  return [`${one.id}  ${one.title}`, ...words];
}

/** Expected and got, or the stack trace if the bug is in the suite. */
function failureLines(thrown: unknown): string[] {
  if (thrown instanceof CaseFailure) return indent(thrown.lines());
  if (thrown instanceof LaunchError) return indent([`the server did not start: ${thrown.message}`]);
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return indent(['the suite itself failed:', ...stack.split('\n')]);
}

function evidence(transcript: readonly string[], stderr: string): string[] {
  const printed = stderr.trim();
  const last = printed === '' ? [] : printed.split('\n').slice(-STDERR_LINES);
  const lines = ['transcript:', ...transcript];
  return indent(last.length === 0 ? lines : [...lines, 'standard error, last lines:', ...last]);
}

function isServersFault(thrown: unknown): boolean {
  return thrown instanceof CaseFailure || thrown instanceof LaunchError;
}

function messageOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)[0] ?? '';
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
