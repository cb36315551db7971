import type { Fault } from '@bytes-up/testkit';

export const fault: Fault = {
  change: 'a nested message in pieces is replaced, not merged',
  find: `    case 'explicit':
      message[property] = readValue(type, reader, message[property]);
      break;
    case 'implicit':
`,
  replace: `    case 'explicit':
    case 'implicit':
`,
  caughtBy: 'the customer in two pieces',
  why:
    'Of a number that occurs twice the last one counts, but the pieces of a nested message are ' +
    'merged: the fields of the second are read into the message that the first has made. This ' +
    'is what lets a program add fields to a message by appending bytes. A refactoring took the two ' +
    'cases for the same, because for every value but a message they are.',
};
