// A case that no mutant fails may be one that no server can fail. So each case is named
// by a golden report, or here with what shows it instead.

import { allCases } from '../cases';
import { mutantNames, readGolden } from './golden';

/** Cases that no mutant of the reference server fails, and what is known instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '1.1/accepts-and-stays': 'a server that greets fails 2.1/ping, and then no other case runs',
  '1.1/silent-first': 'as above',
  '2.1/little-endian': 'a server with the other byte order fails 2.1/ping, as above',
  '6.3/no-id': 'a server that always sends an id fails 2.1/ping, as above',
  '10.4/cycles': 'the checks of 10.4/no-connections and 14.1/given-port, many times',
  '10.4/idle-connections': 'a wrong variant of exercise 09-rpc-blocking',
  '15.1/killed-worker': 'needs workers: mutants of chapter 11 (tools/claims)',
  '15.4/killed-master': 'as above',
};

const failed = new Set(
  mutantNames.flatMap((mutant) =>
    [...readGolden(mutant).matchAll(/^fail {2}(\S+) /gm)].map(([, id = '']) => id),
  ),
);

test('each case is failed by a mutant, or says who fails it', () => {
  const never = allCases().filter(({ id }) => !failed.has(id) && !(id in ELSEWHERE));
  expect(never.map(({ id }) => id)).toEqual([]);
});

test('what a mutant fails is not listed as failed elsewhere', () => {
  expect(Object.keys(ELSEWHERE).filter((id) => failed.has(id))).toEqual([]);
});
