// Model files: what a server claims to be able to do, and what it cannot do with the reason (model.json).
// Framing, body and calls are never excused: only concurrency and crash cases may be declared as failing.

import { readFileSync } from 'node:fs';
import { DEFAULT_LIMITS, type Limits } from '@bytes-up/protocol';
import { DECLARABLE_AREAS, type Case } from './case';

/** How many clients a server serves at the same time: any number, one, or as many as it has workers. */
export type Clients = 'many' | 'one' | 'workers';

/** A case that the model cannot pass, and why. It is run all the same. */
export interface ExpectedFailure {
  readonly case: string;
  readonly reason: string;
}

export interface Model {
  readonly name: string;
  readonly title: string;
  readonly clients: Clients;
  readonly usesAllCores: boolean;
  readonly isolatesCrashes: boolean;
  /**
   * Workers: none, one for each connection, or a fixed number that `--workers` sets. Optional; `none` by default.
   */
  readonly workers: 'none' | 'per connection' | 'fixed';
  /** Whom the bound of connections binds: the server, or each of its workers for itself. Optional; `server` by default. */
  readonly maxConnectionsPer: 'server' | 'worker';
  /** Handlers may be promises, so `sleep` is offered. */
  readonly asyncHandlers: boolean;
  /** Honours `idempotency_key` (13.2 to 13.4), with a table of that many keys. */
  readonly idempotencyKeys: false | { readonly maxKeys: number };
  /** Understands the flags of the contract: limits, --help, --quiet, --test-methods. */
  readonly flags: boolean;
  /** Offers `fail`, `blob` and `count`. With `flags` it always does; otherwise the runner finds out. */
  readonly testMethods: boolean;
  readonly limits: Limits;
  readonly expected: readonly ExpectedFailure[];
}

/** A model file that cannot be used. The message names the file and the member. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** What is assumed of a server without a model file. */
export const DEFAULT_MODEL: Model = {
  name: 'unknown',
  title: 'a server without a model file',
  clients: 'many',
  usesAllCores: false,
  isolatesCrashes: false,
  workers: 'none',
  maxConnectionsPer: 'server',
  asyncHandlers: false,
  idempotencyKeys: false,
  flags: false,
  testMethods: false,
  limits: DEFAULT_LIMITS,
  expected: [],
};

/** @throws ModelError when the file cannot be read, is not JSON, or breaks the schema. */
export function loadModel(path: string, cases: readonly Case[]): Model {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ModelError(`${path}: ${(error as Error).message}`);
  }
  try {
    return parseModel(value, cases);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new ModelError(`${path}: ${error.message}`);
  }
}

/** @throws ModelError naming the member that breaks the schema. */
// #region schema
export function parseModel(value: unknown, cases: readonly Case[]): Model {
  const members = object(value, 'the model');
  const flags = boolean(members, 'flags');
  const model: Model = {
    name: text(members, 'name'),
    title: text(members, 'title'),
    clients: oneOf(members, 'clients', ['many', 'one', 'workers'] as const),
    usesAllCores: boolean(members, 'usesAllCores'),
    isolatesCrashes: boolean(members, 'isolatesCrashes'),
    workers: oneOf({ workers: 'none', ...members }, 'workers', [
      'none',
      'per connection',
      'fixed',
    ] as const),
    maxConnectionsPer: oneOf({ maxConnectionsPer: 'server', ...members }, 'maxConnectionsPer', [
      'server',
      'worker',
    ] as const),
    asyncHandlers: boolean(members, 'asyncHandlers'),
    idempotencyKeys: keys(members['idempotencyKeys']),
    flags,
    testMethods: flags,
    limits: limits(members['limits']),
    expected: expected(members['expected'], cases),
  };
  const known = new Set([...Object.keys(model), '$schema']);
  known.delete('testMethods');
  for (const name of Object.keys(members)) {
    if (!known.has(name)) throw new ModelError(`unknown member "${name}"`);
  }
  return model;
}
// #endregion schema

function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw wrong(what, 'an object', value);
}

function text(members: Record<string, unknown>, name: string, where = ''): string {
  const value = members[name];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw wrong(`"${where}${name}"`, 'a text', value);
}

function boolean(members: Record<string, unknown>, name: string): boolean {
  const value = members[name];
  if (typeof value === 'boolean') return value;
  throw wrong(`"${name}"`, 'true or false', value);
}

function oneOf<T extends string>(
  members: Record<string, unknown>,
  name: string,
  choices: readonly T[],
): T {
  const value = members[name];
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw wrong(`"${name}"`, `one of ${choices.join(', ')}`, value);
}

function keys(value: unknown): Model['idempotencyKeys'] {
  if (value === false) return false;
  if (typeof value !== 'object' || value === null) {
    throw wrong('"idempotencyKeys"', 'false or {"maxKeys": integer}', value);
  }
  const { maxKeys } = value as { readonly maxKeys?: unknown };
  if (typeof maxKeys === 'number' && Number.isInteger(maxKeys) && maxKeys > 0) return { maxKeys };
  throw wrong('"idempotencyKeys.maxKeys"', 'an integer above 0', maxKeys);
}

function limits(value: unknown): Limits {
  if (value === undefined) return DEFAULT_LIMITS;
  for (const [name, limit] of Object.entries(object(value, '"limits"'))) {
    if (!Object.hasOwn(DEFAULT_LIMITS, name)) throw new ModelError(`unknown limit "${name}"`);
    if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0) {
      throw wrong(`"limits.${name}"`, 'an integer from 0', limit);
    }
  }
  return { ...DEFAULT_LIMITS, ...(value as Partial<Limits>) };
}

function expected(value: unknown, cases: readonly Case[]): ExpectedFailure[] {
  if (!Array.isArray(value)) throw wrong('"expected"', 'a list', value);
  const seen = new Set<string>();
  return value.map((entry: unknown, index) => {
    const where = `expected[${index}].`;
    const members = object(entry, `"expected[${index}]"`);
    const id = text(members, 'case', where);
    const reason = text(members, 'reason', where);
    const found = cases.find((one) => one.id === id);
    if (found === undefined) throw new ModelError(`"${where}case": there is no case "${id}"`);
    if (!DECLARABLE_AREAS.includes(found.area)) {
      const areas = DECLARABLE_AREAS.join(' and ');
      throw new ModelError(
        `"${where}case": ${id} is a ${found.area} case; only ${areas} cases may be declared`,
      );
    }
    if (seen.has(id)) throw new ModelError(`"${where}case": ${id} is declared twice`);
    seen.add(id);
    return { case: id, reason };
  });
}

function wrong(what: string, wanted: string, came: unknown): ModelError {
  const shown = came === undefined ? 'nothing' : JSON.stringify(came).slice(0, 60);
  return new ModelError(`${what} must be ${wanted}, got ${shown}`);
}
