import { join } from 'node:path';
import { runDemo } from '@bytes-up/testkit';

let printed = '';

beforeAll(async () => {
  printed = await runDemo(join(__dirname, 'demo.ts'));
});

test('the demo explains a message byte by byte', () => {
  expect(printed).toMatch(/^ +0 {2}08 +\. +key: field 1 id, VARINT$/m);
  expect(printed).toMatch(/ac 02 .*id = 300$/m);
  expect(printed).toMatch(/lines\[0\]\.sizes\[2\] = 300$/m);
  expect(printed).toMatch(/state = 1, PAID$/m);
});

test('the demo shows the sizes of numbers: 0 takes no bytes, −1 takes eleven or two', () => {
  expect(printed).toMatch(/int32 +uint32 +sint32 +fixed32 +double$/m);
  expect(printed).toMatch(/^ +0 +0 +0 +0 +0 +0$/m);
  expect(printed).toMatch(/^ +300 +3 +3 +3 +5 +9$/m);
  expect(printed).toMatch(/^ +-1 +11 +· +2 +· +9$/m);
});

test('the demo compares sizes with JSON', () => {
  expect(printed).toMatch(/ 100 lines +\d+ +\d+ {2}\d+ %$/m);
});

test('the demo shows that an old program keeps unknown fields', () => {
  expect(printed).toContain('it sees id, lines, $unknown: 4 fields are unknown to it');
  expect(printed).toContain('we get id 301, customer Ada');
});

test('the demo shows that two messages in a row are read as one', () => {
  expect(printed).toContain('the result is one order: id 2, customer Ada');
});
