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
  /** The members that its model file leaves out; undefined without a model file. */
  readonly unsaid?: readonly string[];
}

/** A model file that cannot be used. The message names the file, and every member that is wrong. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** The members of a model file, for --help. docs/protocol.md has the whole of it. */
export const MODEL_HELP = `The model file is one JSON object. Every member may be left out:
  "name", "title"       what the report calls the server
  "clients"             "many" (the default), "one" at a time, or as many as it has "workers"
  "flags"               true: the command knows the flags of the contract
  "asyncHandlers"       true: the test method sleep is offered
  "idempotencyKeys"     {"maxKeys": N}: idempotency keys are honoured, N at a time
  "isolatesCrashes"     true: it has worker processes
  "workers"             "none" (the default), "per connection", or "fixed" (--workers)
  "maxConnectionsPer"   "server" (the default), or "worker"
  "usesAllCores"        true or false; no case judges it
  "limits"              {"maxFrameBytes": N, ...}: what differs from the defaults
  "expected"            [{"case": ID, "reason": TEXT}]: concurrency and crash cases it cannot pass`;

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

/** What keeps a value from being a model, in the order of the value. */
class Problems {
  readonly found: string[] = [];

  add(what: string): void {
    this.found.push(what);
  }

  wrong(what: string, wanted: string, came: unknown): void {
    const shown = came === undefined ? 'nothing' : JSON.stringify(came).slice(0, 60);
    this.add(`${what} must be ${wanted}, got ${shown}`);
  }
}

/** Every member is optional. @throws ModelError that names all members that break the schema. */
// #region schema
export function parseModel(value: unknown, cases: readonly Case[]): Model {
  const problems = new Problems();
  const members = object(value, 'the model', problems);
  const { name, title, flags, ...rest } = DEFAULT_MODEL;
  const said = (member: string): boolean => Object.hasOwn(members, member);
  const text = (member: string, preset: string): string =>
    said(member) ? textOf(members[member], `"${member}"`, problems) : preset;
  const truth = (member: string, preset: boolean): boolean =>
    said(member) ? booleanOf(members[member], `"${member}"`, problems) : preset;
  const choice = <T extends string>(member: string, preset: T, choices: readonly T[]): T =>
    said(member) ? oneOf(members[member], `"${member}"`, choices, preset, problems) : preset;
  const known = text('name', name);
  const hasFlags = truth('flags', flags);
  const model: Model = {
    name: known,
    title: text('title', said('name') ? known : title),
    clients: choice('clients', rest.clients, ['many', 'one', 'workers']),
    usesAllCores: truth('usesAllCores', rest.usesAllCores),
    isolatesCrashes: truth('isolatesCrashes', rest.isolatesCrashes),
    workers: choice('workers', rest.workers, ['none', 'per connection', 'fixed']),
    maxConnectionsPer: choice('maxConnectionsPer', rest.maxConnectionsPer, ['server', 'worker']),
    asyncHandlers: truth('asyncHandlers', rest.asyncHandlers),
    idempotencyKeys: said('idempotencyKeys') && keys(members['idempotencyKeys'], problems),
    flags: hasFlags,
    testMethods: hasFlags,
    limits: said('limits') ? limits(members['limits'], problems) : DEFAULT_LIMITS,
    expected: said('expected') ? expected(members['expected'], cases, problems) : [],
  };
  const allowed = Object.keys(model).filter((member) => member !== 'testMethods');
  for (const member of Object.keys(members)) {
    if (![...allowed, '$schema'].includes(member)) problems.add(`unknown member "${member}"`);
  }
  if (problems.found.length > 0) throw new ModelError(problems.found.join('; '));
  return { ...model, unsaid: allowed.filter((member) => !said(member)) };
}
// #endregion schema

/** An empty one in place of what is none, so that the rest can be looked at. */
function object(value: unknown, what: string, problems: Problems): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  problems.wrong(what, 'an object', value);
  return {};
}

function textOf(value: unknown, what: string, problems: Problems): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  problems.wrong(what, 'a text', value);
  return '';
}

function booleanOf(value: unknown, what: string, problems: Problems): boolean {
  if (typeof value === 'boolean') return value;
  problems.wrong(what, 'true or false', value);
  return false;
}

function oneOf<T extends string>(
  value: unknown,
  what: string,
  choices: readonly T[],
  preset: T,
  problems: Problems,
): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) problems.wrong(what, `one of ${choices.join(', ')}`, value);
  return found ?? preset;
}

function keys(value: unknown, problems: Problems): Model['idempotencyKeys'] {
  if (value === false) return false;
  if (typeof value !== 'object' || value === null) {
    problems.wrong('"idempotencyKeys"', 'false or {"maxKeys": integer}', value);
    return false;
  }
  const { maxKeys } = value as { readonly maxKeys?: unknown };
  if (typeof maxKeys === 'number' && Number.isInteger(maxKeys) && maxKeys > 0) return { maxKeys };
  problems.wrong('"idempotencyKeys.maxKeys"', 'an integer above 0', maxKeys);
  return false;
}

function limits(value: unknown, problems: Problems): Limits {
  const given = object(value, '"limits"', problems);
  for (const [name, limit] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULT_LIMITS, name)) problems.add(`unknown limit "${name}"`);
    else if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0) {
      problems.wrong(`"limits.${name}"`, 'an integer from 0', limit);
    }
  }
  return { ...DEFAULT_LIMITS, ...(given as Partial<Limits>) };
}

function expected(value: unknown, cases: readonly Case[], problems: Problems): ExpectedFailure[] {
  if (!Array.isArray(value)) {
    problems.wrong('"expected"', 'a list', value);
    return [];
  }
  const seen = new Set<string>();
  return value.map((entry: unknown, index) => {
    const where = `expected[${index}]`;
    const before = problems.found.length;
    const members = object(entry, `"${where}"`, problems);
    if (problems.found.length > before) return { case: '', reason: '' };
    const id = textOf(members['case'], `"${where}.case"`, problems);
    const reason = textOf(members['reason'], `"${where}.reason"`, problems);
    const why = id === '' ? undefined : whyNotDeclarable(id, cases, seen);
    if (why !== undefined) problems.add(`"${where}.case": ${why}`);
    seen.add(id);
    return { case: id, reason };
  });
}

function whyNotDeclarable(
  id: string,
  cases: readonly Case[],
  seen: ReadonlySet<string>,
): string | undefined {
  const found = cases.find((one) => one.id === id);
  if (found === undefined) return `there is no case "${id}"`;
  if (!DECLARABLE_AREAS.includes(found.area)) {
    const areas = DECLARABLE_AREAS.join(' and ');
    return `${id} is a ${found.area} case; only ${areas} cases may be declared`;
  }
  return seen.has(id) ? `${id} is declared twice` : undefined;
}
