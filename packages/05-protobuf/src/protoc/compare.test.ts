// Compares our parser with protoc. Tests that run protoc are skipped by name if it is not
// installed.

import { parseProto } from '../proto/load';
import { compare, compareFiles, filesOf } from './compare';
import { damage } from './damage';
import { linesOfDescriptors, linesOfSchema } from './descriptors';
import { DIFFERENCES } from './differences';
import type { Files } from './generate';
import { runProtoc, whyNoProtoc } from './protoc';
import { Random } from './random';
import { RECORDED } from './recorded';

/** The error, or an empty string if the files are accepted. */
function refusalOf(files: Files): string {
  try {
    parseProto(files['test.proto'] ?? '', { readImport: (path) => files[path] });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const testWithProtoc = whyNoProtoc() === undefined ? test : test.skip;

describe('protoc and our parser', () => {
  test('accept and refuse the same generated files', () => {
    const ours = Array.from(RECORDED, (_, i) =>
      refusalOf(filesOf(i + 1).files) === '' ? '+' : '-',
    );
    expect(ours.join('')).toBe(RECORDED);
    expect(RECORDED.replaceAll('-', '').length).toBeGreaterThan(100);
  });

  testWithProtoc(
    'still do, and resolve the same types (skipped without protoc)',
    async () => {
      for (let seed = 1; seed <= RECORDED.length; seed++) {
        const { difference, protoc, files } = await compare(seed);
        const verdict = protoc === undefined ? '+' : '-';
        expect({ seed, difference, verdict, files }).toEqual({
          seed,
          difference: undefined,
          verdict: RECORDED[seed - 1],
          files,
        });
      }
    },
    600_000,
  );

  test.each(DIFFERENCES)('differ in $name', ({ example, isAccepted }) => {
    expect(refusalOf({ 'test.proto': example }) === '').toBe(isAccepted);
  });

  testWithProtoc.each(DIFFERENCES)(
    'still differ in $name (skipped without protoc)',
    async ({ name, example }) => {
      expect(await compareFiles({ 'test.proto': example })).toMatchObject({ known: name });
    },
  );

  testWithProtoc('differ in the output if a type is wrong (skipped without protoc)', async () => {
    const text = 'syntax = "proto3"; package p; message A { message A {} A a = 1; }';
    const { descriptors } = await runProtoc({ 'test.proto': text });
    const wrong = parseProto(text.replace('A a = 1', '.p.A a = 1'));
    expect(linesOfDescriptors(descriptors)).toEqual(['.p.A.a 1 single .p.A.A']);
    expect(linesOfSchema(wrong, () => true)).toEqual(['.p.A.a 1 single .p.A']);
  });
});

describe('the generator', () => {
  test('makes the same files from the same seed', () => {
    for (let seed = 0; seed < 20; seed++) expect(filesOf(seed)).toEqual(filesOf(seed));
    expect(filesOf(4)).not.toEqual(filesOf(8));
  });

  test('makes valid files, of which nearly all are accepted', () => {
    let read = 0;
    for (let seed = 0; seed < 400; seed += 4) {
      const { kind, files } = filesOf(seed);
      expect(kind).toBe('valid');
      // Extension numbers are random, so sometimes two are the same.
      if (refusalOf(files) === '') read++;
    }
    expect(read).toBeGreaterThan(90);
  });

  test('damages a file', () => {
    const text = filesOf(0).files['test.proto'] ?? '';
    const damaged = Array.from({ length: 20 }, (_, seed) => damage(text, new Random(seed)));
    expect(damaged.filter((one) => one !== text).length).toBeGreaterThan(15);
  });
});
