import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/front-end/front-end.test.ts › only Redis’ own white space ends a word, not a byte of another character',
    change: 'a no-break space ends a word',
    file: 'src/line/inline.ts',
    find: 'byte === SPACE || (',
    replace: 'byte === SPACE || byte === 0xa0 || (',
  },
  {
    claim:
      'src/front-end/front-end.test.ts › is bounded: the client that holds the most is disconnected, the others are served',
    change: 'the client that holds least is disconnected',
    file: 'src/front-end/held-bytes.ts',
    find: 'one[1] > most[1]',
    replace: 'one[1] < most[1]',
  },
  {
    claim: 'src/decoder.test.ts › every bound is checked before memory is taken',
    change: 'the value as a whole has no bound',
    file: 'src/decoder.ts',
    find: 'if (bytes > this.#limits.maxValueBytes) throw valueTooLarge(this.#limits, this.#valueAt);',
    replace: 'void bytes;',
  },
  {
    claim:
      'src/decoder.test.ts › a command is the same at once and byte by byte, and so is an error',
    change: 'a word that is complete may be of any length',
    file: 'src/line/whole-command.ts',
    find: 'length > limits.maxBulkBytes || ',
    replace: '',
  },
];
