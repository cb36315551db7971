import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/message/codec.test.ts › unknown fields are kept in order, and written back after the known ones',
    change: 'unknown fields are written before the known ones',
    file: 'src/message/encode.ts',
    find: '  for (const field of type.fields) {\n    const value = own(message, field);',
    replace:
      '  for (const unknown of message.$unknown ?? []) writer.bytes(unknown);\n  for (const field of type.fields) {\n    const value = own(message, field);',
  },
  {
    claim: 'src/message/codec.test.ts › if a field occurs several times, the last one counts',
    change: 'the first one counts',
    file: 'src/message/decode.ts',
    find: 'the last one counts\n      message[property] = readValue(type, reader);',
    replace:
      'the last one counts\n      const one = readValue(type, reader);\n      message[property] ||= one;',
  },
  {
    claim:
      'src/message/codec-refusals.test.ts › fields in memory, which two bytes on the wire can allocate',
    change: 'fields are not counted',
    file: 'src/wire/reader.ts',
    find: 'if (this.#shared.fieldsLeft >= 0) return;',
    replace: 'if (this.#shared.fieldsLeft < Infinity) return;',
  },
  {
    claim: 'src/schema/incompatible.test.ts › from %j to %j',
    change: 'a deleted number that is not reserved is accepted',
    file: 'src/schema/incompatible.ts',
    find: 'return isReserved\n        ? []',
    replace: 'return isReserved || true\n        ? []',
  },
];
