// Finds out what a server without flags offers, with one call of each test method.

import { LaunchError, request } from '@bytes-up/testkit';
import { nextAnswer } from '../client/answers';
import { CaseFailure } from '../client/failure';
import type { Model } from '../model';
import { Instances, type Subject } from './instances';
import { Trial } from './trial';

/** How long a probe waits for its answer, in milliseconds. */
const PATIENCE_MS = 2_000;

/**
 * The model with `testMethods` and `asyncHandlers` set by what the server answers.
 * @throws LaunchError when there is no server.
 */
export async function probe(subject: Subject, model: Model): Promise<Model> {
  const instances = new Instances(subject, model);
  try {
    const address = await instances.shared();
    const trial = new Trial({
      model,
      address,
      limits: model.limits,
      patienceMs: PATIENCE_MS,
      cycles: 1,
      command: undefined,
      cwd: undefined,
      flagsFor: () => [],
      limitsOf: () => model.limits,
    });
    try {
      const testMethods = await answers(trial, { in: 'blob', params: { bytes: 1 } }, 'blob');
      const asyncHandlers = testMethods && (await answers(trial, sleep, 'slept'));
      return { ...model, testMethods, asyncHandlers };
    } finally {
      await trial.dispose();
    }
  } finally {
    await instances.stop();
  }
}

const sleep = { in: 'sleep', params: { ms: 0 } };

async function answers(trial: Trial, call: object, out: string): Promise<boolean> {
  const { host, port } = trial.address;
  const connection = await trial.connect().catch((error: unknown) => {
    if (error instanceof CaseFailure) {
      throw new LaunchError(`no server answers at ${host}:${port}: ${error.details.got}`);
    }
    throw error;
  });
  try {
    connection.send(request(call));
    return (await nextAnswer(connection))['out'] === out;
  } catch (error) {
    if (error instanceof CaseFailure) return false; // the cases will report what is wrong
    throw error;
  } finally {
    connection.destroy();
  }
}
