import type { Fault } from '@bytes-up/testkit';

export const fault: Fault = {
  change: 'a known structure may be announced again',
  find: `    if (structure !== this.#structures.length) {
`,
  replace: `    if (typeof structure !== 'number' || structure > this.#structures.length) {
`,
  caughtBy: 'a structure that is announced twice is refused',
  why:
    'The number of a structure is its place in the table, and the decoder appends. So the only ' +
    'number that can be right is the length of the table. The copy also took smaller ones, ' +
    'appended them, and moved every later structure by one place: what the sender called 1 was ' +
    'the second copy of 0 to the receiver.\n\n' +
    'Two sides that keep state must notice as soon as their states differ. The message that ' +
    'shows it is the last one that can be refused without a loss.',
};
