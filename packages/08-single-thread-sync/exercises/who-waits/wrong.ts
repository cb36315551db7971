// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a connection needs the server',
    find: "connectOfB: 'at once',",
    replace: "connectOfB: 'after A has left',",
    caughtBy: 'oneByOne.connectOfB',
  },
  {
    change: 'the answer comes at once',
    find: "answerOfB: 'after A has left',\n  answerOfC",
    replace: "answerOfB: 'at once',\n  answerOfC",
    caughtBy: 'oneByOne.answerOfB',
  },
  {
    change: 'the third client is served with the second',
    find: "answerOfC: 'after B has left',",
    replace: "answerOfC: 'after A has left',",
    caughtBy: 'oneByOne.answerOfC',
  },
  {
    change: 'the client that sends first is served first',
    find: "answerOfA: 'at once',",
    replace: "answerOfA: 'after the answer of B',",
    caughtBy: 'silent.answerOfA',
  },
  {
    change: 'half a frame is answered with an error',
    find: "endOfA: 'the server closes it, without an answer',",
    replace: "endOfA: 'the server closes it, with an error as an answer',",
    caughtBy: 'halfFrame.endOfA',
  },
  {
    change: 'the backlog is closed as usual',
    find: "endOfB: 'it is reset',",
    replace: "endOfB: 'the server closes it, without an answer',",
    caughtBy: 'ctrlC.endOfB',
  },
];
