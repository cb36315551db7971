import type { Fault } from '@bytes-up/testkit';

export const fault: Fault = {
  change: 'the next line is searched from where the end of the last one was found',
  find: `    this.#searched = newline < 0 ? bytes : 0;
`,
  replace: `    this.#searched = bytes;
`,
  caughtBy: 'an array, cut after its first line',
  why:
    'While a line is not complete, the decoder remembers how far it has searched, and goes on ' +
    'from there: otherwise a line in many chunks would cost the square of its length. The copy ' +
    'also remembered it when the line was complete. The search of the next line then began ' +
    'behind its first bytes. If the line was shorter than the one before, its end was not ' +
    'found, and the next end was taken for it: two lines became one.\n\n' +
    'A whole reply never gets that far, because the plain decoder parses it at once. And byte ' +
    'by byte, the next search finds nothing behind the end of the data, and begins again.',
};
