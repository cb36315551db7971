import fc from 'fast-check';
import { damagedJson } from '../testing/damaged-json';
import { subject } from '../testing/subject';

const { scanJson } = subject();

test('scanJson finds a fault exactly where JSON.parse finds one somewhere', () => {
  fc.assert(
    fc.property(damagedJson(), (bytes) => {
      // every byte a character, so that only the grammar counts
      const text = Buffer.from(bytes).toString('latin1');
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      expect(scanJson(bytes).fault === undefined).toBe(isJson);
    }),
    { numRuns: 3000 },
  );
});

test('scanJson tells where the members of the outermost object lie', () => {
  const text = ' {"a": [1,{"b":2}] , "c":"d"}';
  const parts = scanJson(Buffer.from(text), 10).members.map((m) => [
    text.slice(m.nameStart, m.nameEnd),
    text.slice(m.valueStart, m.valueEnd),
  ]);
  expect(parts).toEqual([
    ['"a"', '[1,{"b":2}]'],
    ['"c"', '"d"'],
  ]);
  expect(scanJson(Buffer.from(text), 1).members).toHaveLength(1);
});

test('a million levels need no stack', () => {
  expect(scanJson(Buffer.from('['.repeat(1_000_000))).fault?.offset).toBe(1_000_000);
});
