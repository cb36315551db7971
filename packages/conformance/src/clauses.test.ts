// Clauses, cases and error codes match both ways: every clause and code in the documents
// has a case, and every case has a clause.

import { RPC_ERROR_CODES } from '@bytes-up/protocol';
import { allCases } from './cases';
import { readClauses, readCodes } from './clauses';

const clauses = readClauses();
const codes = readCodes();
const cases = allCases();

test('the documents are read', () => {
  expect(clauses.get('4.3')).toBe(
    'A body that starts with a byte order mark MUST be answered with INVALID_ARGUMENT.',
  );
  expect(codes.get('CANCELLED')).toBe('client');
});

test.each([...clauses.keys()])('clause %s has a case', (clause) => {
  expect(cases.filter((one) => one.clauses.includes(clause))).not.toHaveLength(0);
});

test('every case cites clauses that exist', () => {
  const unknown = cases.flatMap(({ id, clauses: cited }) =>
    cited.filter((clause) => !clauses.has(clause)).map((clause) => `${id} cites ${clause}`),
  );
  expect(unknown).toEqual([]);
});

test('the documented codes are the codes of the protocol package', () => {
  expect([...codes.keys()].sort()).toEqual([...RPC_ERROR_CODES].sort());
});

test('the cases expect exactly the codes that a server sends', () => {
  const sentByServer = [...codes].filter(([, who]) => who.includes('server')).map(([code]) => code);
  const expected = new Set(cases.flatMap((one) => one.codes));
  expect([...expected].sort()).toEqual(sentByServer.sort());
});

test('ids are unique and there are enough cases', () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(100);
});
