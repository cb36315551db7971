// Decides before a run which cases apply to a model, so that the report can say why a
// case was skipped.

import { hasTerminal } from '@bytes-up/testkit';
import type { Case, Need } from '../case';
import type { Model } from '../model';
import { effectiveLimits, type Subject } from './instances';

/** A case that waits longer than this, in milliseconds, runs only with `--slow`. */
export const LONG_WAIT_MS = 5_000;

export interface PlannedCase {
  readonly case: Case;
  /** Why it cannot run; undefined if it can. */
  readonly notApplicable: string | undefined;
  /** Why the model cannot pass it; undefined if it must pass. */
  readonly expectedFailure: string | undefined;
}

export interface PlanOptions {
  readonly model: Model;
  readonly subject: Subject;
  readonly slow?: boolean;
  readonly platform?: NodeJS.Platform;
}

/** Decides for each case whether it applies, and whether it is a declared failure. */
export function plan(cases: readonly Case[], options: PlanOptions): readonly PlannedCase[] {
  const reasons = new Map(options.model.expected.map((entry) => [entry.case, entry.reason]));
  return cases.map((one) => ({
    case: one,
    notApplicable: whyNotApplicable(one, options),
    expectedFailure: reasons.get(one.id),
  }));
}

function whyNotApplicable(one: Case, options: PlanOptions): string | undefined {
  for (const need of one.needs) {
    const why = whyMissing(need, options);
    if (why !== undefined) return why;
  }
  const limits = effectiveLimits(options.model, one.limits);
  const waitMs = one.waitMs?.(limits) ?? 0;
  if (waitMs <= LONG_WAIT_MS || options.slow === true) return undefined;
  return `takes ${Math.ceil(waitMs / 1000)} s with the server's limits; run with --slow`;
}

function whyMissing(need: Need, options: PlanOptions): string | undefined {
  const { model, subject, platform = process.platform } = options;
  switch (need) {
    case 'testMethods':
      return model.testMethods ? undefined : 'the server does not offer the test methods';
    case 'sleep':
      if (!model.testMethods) return 'the server does not offer the test methods';
      if (model.asyncHandlers) return undefined;
      // A server without flags was probed (probe.ts), whatever its model file says.
      return model.flags && isUnsaid(model, 'asyncHandlers')
        ? unsaid(model, 'its handlers can wait', '"asyncHandlers": true')
        : 'the handlers of this model cannot wait';
    case 'keys':
      if (model.idempotencyKeys) return undefined;
      return isUnsaid(model, 'idempotencyKeys')
        ? unsaid(model, 'the server honours idempotency keys', '"idempotencyKeys"')
        : 'the server does not honour idempotency keys';
    case 'flags':
      if (model.flags) return undefined;
      return isUnsaid(model, 'flags')
        ? unsaid(model, 'the server knows the flags of the contract', '"flags": true')
        : 'the server does not know the flags of the contract';
    case 'process':
      return 'command' in subject ? undefined : 'the server was not started by this run';
    case 'workerProcesses':
      if (model.isolatesCrashes) return undefined;
      return isUnsaid(model, 'isolatesCrashes')
        ? unsaid(model, 'the server has worker processes', '"isolatesCrashes": true')
        : 'the model has no worker processes';
    case 'terminal':
      return hasTerminal() ? undefined : 'no command `script` to open a terminal with';
    case 'linux':
      return platform === 'linux' ? undefined : 'reads /proc, which only Linux has';
  }
}

/** Whether the model file leaves this member out, or is missing altogether. */
function isUnsaid({ unsaid: members }: Model, member: string): boolean {
  return members === undefined || members.includes(member);
}

function unsaid({ unsaid: members }: Model, what: string, member: string): string {
  const none = members === undefined ? '; no --model was given' : '';
  return `your model file does not say that ${what} (${member})${none}`;
}
