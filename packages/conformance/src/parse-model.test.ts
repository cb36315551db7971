// Model files: an invalid one gets one clear line, and framing, body and calls cases
// cannot be declared as failing.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '@bytes-up/protocol';
import { allCases } from './cases';
import { loadModel, parseModel } from './parse-model';
import { DEFAULT_MODEL } from './model';

const cases = allCases();
const good = {
  name: 'a-server',
  title: 'A server',
  clients: 'many',
  usesAllCores: false,
  isolatesCrashes: false,
  asyncHandlers: true,
  idempotencyKeys: false,
  flags: true,
  expected: [],
};
const declares = (id: string): object => ({ ...good, expected: [{ case: id, reason: 'because' }] });

test('a good model file is read, with the default limits', () => {
  expect(parseModel(good, cases)).toEqual({
    ...good,
    workers: 'none',
    maxConnectionsPer: 'server',
    testMethods: true,
    limits: DEFAULT_LIMITS,
    unsaid: ['workers', 'maxConnectionsPer', 'limits'],
  });
});

test('every member is optional', () => {
  const { unsaid, ...model } = parseModel({}, cases);
  expect(model).toEqual(DEFAULT_MODEL);
  // All but testMethods.
  expect(unsaid).toHaveLength(Object.keys(DEFAULT_MODEL).length - 1);
  expect(parseModel({ name: 'x' }, cases).title).toBe('x');
});

test('all mistakes are reported at once', () => {
  const wrong = { name: 7, clients: 'few', flags: 1, limits: { graceMs: -1, x: 1 }, speed: 1 };
  expect(() => parseModel(wrong, cases)).toThrow(
    new Error(
      '"name" must be a string, got 7; "flags" must be true or false, got 1; ' +
        '"clients" must be one of many, one, workers, got "few"; ' +
        '"limits.graceMs" must be an integer from 0, got -1; unknown limit "x"; ' +
        'unknown member "speed"',
    ),
  );
});

test('limits and declared failures are kept', () => {
  const model = parseModel({ ...declares('1.3/fairness'), limits: { graceMs: 9_000 } }, cases);
  expect(model.limits).toEqual({ ...DEFAULT_LIMITS, graceMs: 9_000 });
  expect(model.expected).toEqual([{ case: '1.3/fairness', reason: 'because' }]);
});

test('without flags the test methods are not assumed', () => {
  expect(parseModel({ ...good, flags: false }, cases).testMethods).toBe(false);
});

test.each([
  [[], 'the model must be an object, got []'],
  [{ ...good, name: '' }, '"name" must be a string, got ""'],
  [{ ...good, title: null }, '"title" must be a string, got null'],
  [{ ...good, clients: 'few' }, '"clients" must be one of many, one, workers, got "few"'],
  [
    { ...good, maxConnectionsPer: 'thread' },
    '"maxConnectionsPer" must be one of server, worker, got "thread"',
  ],
  [{ ...good, flags: 1 }, '"flags" must be true or false, got 1'],
  [
    { ...good, idempotencyKeys: true },
    '"idempotencyKeys" must be false or {"maxKeys": integer}, got true',
  ],
  [
    { ...good, idempotencyKeys: { maxKeys: 0 } },
    '"idempotencyKeys.maxKeys" must be an integer above 0, got 0',
  ],
  [{ ...good, limits: { maxSpeed: 1 } }, 'unknown limit "maxSpeed"'],
  [{ ...good, limits: { graceMs: -1 } }, '"limits.graceMs" must be an integer from 0, got -1'],
  [{ ...good, expected: {} }, '"expected" must be a list, got {}'],
  [
    { ...good, expected: [{ case: '1.3/fairness' }] },
    '"expected[0].reason" must be a string, got nothing',
  ],
  [declares('9.9/none'), '"expected[0].case": unknown case "9.9/none"'],
  [
    declares('4.4/word'),
    '"expected[0].case": 4.4/word is a body case; only concurrency and crash cases may be declared',
  ],
  [
    declares('2.2/every-split'),
    '"expected[0].case": 2.2/every-split is a framing case; only concurrency and crash cases may be declared',
  ],
  [
    declares('7.1/hundred'),
    '"expected[0].case": 7.1/hundred is a calls case; only concurrency and crash cases may be declared',
  ],
  [{ ...good, speed: 1 }, 'unknown member "speed"'],
])('%j is refused', (value, message) => {
  expect(() => parseModel(value, cases)).toThrow(new Error(message));
});

test('a case that is declared twice is refused', () => {
  const entry = { case: '1.3/fairness', reason: 'because' };
  expect(() => parseModel({ ...good, expected: [entry, entry] }, cases)).toThrow(
    '"expected[1].case": 1.3/fairness is declared twice',
  );
});

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const path = join(folder, 'model.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a missing file is named', () => {
    expect(() => loadModel(join(folder, 'none.json'), cases)).toThrow(/none\.json: ENOENT/);
  });

  test('a file that is not JSON is named', () => {
    writeFileSync(path, '{');
    expect(() => loadModel(path, cases)).toThrow(/model\.json: .*JSON/);
  });

  test('a file that breaks the schema is named', () => {
    writeFileSync(path, JSON.stringify({ ...good, name: 7 }));
    expect(() => loadModel(path, cases)).toThrow(`${path}: "name" must be a string, got 7`);
  });
});
