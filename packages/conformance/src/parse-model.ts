// Reads a model file. Only concurrency and crash cases may be declared as failing.

import { readFileSync } from 'node:fs';
import { DEFAULT_LIMITS, type Limits } from '@bytes-up/protocol';
import { DECLARABLE_AREAS, type CaseName } from './areas';
import { DEFAULT_MODEL, type ExpectedFailure, type Model } from './model';

/** An invalid model file. The message names the file and every invalid member. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** @throws ModelError when the file cannot be read, is not JSON, or breaks the schema. */
export function loadModel(path: string, cases: readonly CaseName[]): Model {
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

/** Collects what is wrong with a model, in the order of its members. */
class Problems {
  readonly found: string[] = [];

  add(what: string): void {
    this.found.push(what);
  }

  invalidValue(what: string, wanted: string, got: unknown): void {
    const shown = got === undefined ? 'nothing' : JSON.stringify(got).slice(0, 60);
    this.add(`${what} must be ${wanted}, got ${shown}`);
  }
}

/**
 * Every member is optional.
 * @throws ModelError that names all members that break the schema.
 */
// #region schema
export function parseModel(value: unknown, cases: readonly CaseName[]): Model {
  const problems = new Problems();
  const members = object(value, 'the model', problems);
  const { name, title, flags, ...rest } = DEFAULT_MODEL;
  const said = (member: string): boolean => Object.hasOwn(members, member);
  const text = (member: string, preset: string): string =>
    said(member) ? textOf(members[member], `"${member}"`, problems) : preset;
  const boolean = (member: string, preset: boolean): boolean =>
    said(member) ? booleanOf(members[member], `"${member}"`, problems) : preset;
  const choice = <T extends string>(member: string, preset: T, choices: readonly T[]): T =>
    said(member) ? oneOf(members[member], `"${member}"`, choices, preset, problems) : preset;
  const known = text('name', name);
  const hasFlags = boolean('flags', flags);
  const model: Model = {
    name: known,
    title: text('title', said('name') ? known : title),
    clients: choice('clients', rest.clients, ['many', 'one', 'workers']),
    usesAllCores: boolean('usesAllCores', rest.usesAllCores),
    isolatesCrashes: boolean('isolatesCrashes', rest.isolatesCrashes),
    workers: choice('workers', rest.workers, ['none', 'per connection', 'fixed']),
    maxConnectionsPer: choice('maxConnectionsPer', rest.maxConnectionsPer, ['server', 'worker']),
    asyncHandlers: boolean('asyncHandlers', rest.asyncHandlers),
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

/** Returns an empty object in place of any other value, so that the checks continue. */
function object(value: unknown, what: string, problems: Problems): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  problems.invalidValue(what, 'an object', value);
  return {};
}

function textOf(value: unknown, what: string, problems: Problems): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  problems.invalidValue(what, 'a string', value);
  return '';
}

function booleanOf(value: unknown, what: string, problems: Problems): boolean {
  if (typeof value === 'boolean') return value;
  problems.invalidValue(what, 'true or false', value);
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
  if (found === undefined) problems.invalidValue(what, `one of ${choices.join(', ')}`, value);
  return found ?? preset;
}

function keys(value: unknown, problems: Problems): Model['idempotencyKeys'] {
  if (value === false) return false;
  if (typeof value !== 'object' || value === null) {
    problems.invalidValue('"idempotencyKeys"', 'false or {"maxKeys": integer}', value);
    return false;
  }
  const { maxKeys } = value as { readonly maxKeys?: unknown };
  if (typeof maxKeys === 'number' && Number.isInteger(maxKeys) && maxKeys > 0) return { maxKeys };
  problems.invalidValue('"idempotencyKeys.maxKeys"', 'an integer above 0', maxKeys);
  return false;
}

function limits(value: unknown, problems: Problems): Limits {
  const given = object(value, '"limits"', problems);
  for (const [name, limit] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULT_LIMITS, name)) problems.add(`unknown limit "${name}"`);
    else if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0) {
      problems.invalidValue(`"limits.${name}"`, 'an integer from 0', limit);
    }
  }
  return { ...DEFAULT_LIMITS, ...(given as Partial<Limits>) };
}

function expected(
  value: unknown,
  cases: readonly CaseName[],
  problems: Problems,
): ExpectedFailure[] {
  if (!Array.isArray(value)) {
    problems.invalidValue('"expected"', 'a list', value);
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
  cases: readonly CaseName[],
  seen: ReadonlySet<string>,
): string | undefined {
  const found = cases.find((one) => one.id === id);
  if (found === undefined) return `unknown case "${id}"`;
  if (!DECLARABLE_AREAS.includes(found.area)) {
    const areas = DECLARABLE_AREAS.join(' and ');
    return `${id} is a ${found.area} case; only ${areas} cases may be declared`;
  }
  return seen.has(id) ? `${id} is declared twice` : undefined;
}
