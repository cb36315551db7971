// Who waits for whom? The task: npm start -- exercise 08-who-waits

type NotYet = 'not written yet';
type Questions = 'connectOfB' | 'sendOfB' | 'answerOfB' | 'answerOfC';
type WhenOneByOne = NotYet | 'at once' | 'after A has left' | 'after B has left' | 'never';
type WhenSilent = NotYet | 'at once' | 'after the answer of B' | 'after A has left' | 'never';
type WhenHalf = NotYet | 'at once' | 'after the connection of A has ended' | 'never';
type EndHalf =
  | NotYet
  | 'it does not'
  | 'the server closes it, with an error as an answer'
  | 'the server closes it, without an answer';
type EndOfA = NotYet | 'the server closes it' | 'it is reset';
type EndOfB =
  | NotYet
  | 'the server answers, and closes it'
  | 'the server closes it, without an answer'
  | 'it is reset';

/** A is served and stays. B connects, then C. A leaves, and later B. */
export const oneByOne: Record<Questions, WhenOneByOne> = {
  connectOfB: 'not written yet',
  sendOfB: 'not written yet',
  answerOfB: 'not written yet',
  answerOfC: 'not written yet',
};

/** A says nothing at first. B sends a ping. Then A sends one, and leaves. */
export const silent: Record<'answerOfA' | 'answerOfB', WhenSilent> = {
  answerOfA: 'not written yet',
  answerOfB: 'not written yet',
};

/** A sends half a frame and stays. B sends a ping. */
export const halfFrame: { endOfA: EndHalf; answerOfB: WhenHalf } = {
  endOfA: 'not written yet',
  answerOfB: 'not written yet',
};

/** A is served and stays. B sends a ping. The server gets SIGINT. */
export const ctrlC: { endOfA: EndOfA; endOfB: EndOfB } = {
  endOfA: 'not written yet',
  endOfB: 'not written yet',
};
