// The stages of the challenge: every case of the suite, in a good order to build a server
// in. docs/challenge.md has a section for each.

import type { Case } from './case';

export interface Stage {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  readonly title: string;
  /** What the learner builds. */
  readonly build: string;
  /**
   * Its cases, as ids or clauses. A case belongs to the stage that names its id, or else
   * to the one that names its clause.
   */
  readonly words: readonly string[];
}

const DRAFTS: readonly Omit<Stage, 'number'>[] = [
  {
    name: 'accept',
    title: 'Accept a connection and stay',
    build:
      'Listen on --host and --port, print listening on HOST:PORT when you do, accept connections, and keep them open.',
    words: ['1.1/accepts-and-stays'],
  },
  {
    name: 'first-call',
    title: 'Answer the first call',
    build:
      'Read a length of four bytes, low byte first, then that many bytes of JSON; answer a ping with its params.',
    words: ['2.1/ping', '1.1/silent-first', '14.1'],
  },
  {
    name: 'echo-id',
    title: 'Echo the id',
    build:
      "Put the request's id into the answer, with its type and value. A request without an id gets an answer without one.",
    words: ['5.1/id-whole-number', '6.3/no-id', '6.3/id-long'],
  },
  {
    name: 'bytes',
    title: 'Count bytes',
    build: 'The length counts bytes, not characters, and its low byte comes first: in answers too.',
    words: ['2.1'],
  },
  {
    name: 'pieces',
    title: 'Put the pieces together',
    build:
      'Buffer what you read, and take a frame out only when it is complete. One read is not one message.',
    words: ['2.2', '2.1/three-byte-length'],
  },
  {
    name: 'methods',
    title: 'Look up the method',
    build:
      "Serve pi as well, and answer a name that you don't know with UNIMPLEMENTED and wrong params with INVALID_ARGUMENT.",
    words: ['12.1', '12.2', '12.3', '5.2', '5.3', '5.4', '6.3', '6.4'],
  },
  {
    name: 'requests',
    title: 'Refuse a wrong request',
    build:
      'Check the type of every member of the table in section 5 before you look at the method. The id comes back if it is valid itself.',
    words: ['5.1', '6.3/id-of-a-wrong-request'],
  },
  {
    name: 'json',
    title: 'Refuse what is not JSON',
    build:
      'Answer a body that is not one JSON object, or is empty, with INVALID_ARGUMENT, and go on: you know where the next frame begins.',
    words: ['3.3', '4.1', '4.4', '4.6', '4.7', '6.3/id-of-no-body', '7.1/errors-keep-their-place'],
  },
  {
    name: 'utf-8',
    title: 'Refuse what is not UTF-8',
    build:
      'Decode strictly: no replacement characters, no overlong forms, no encoded surrogates, no byte order mark in front.',
    words: ['4.2', '4.3'],
  },
  {
    name: 'depth',
    title: 'Bound the depth',
    build:
      "Refuse a body that is nested deeper than 64 levels, without recursion that could overflow the stack. Brackets inside strings don't count.",
    words: ['4.5'],
  },
  {
    name: 'data',
    title: 'Keep strange data',
    build: 'Members named __proto__ and lone surrogates are data like any other.',
    words: ['5.5'],
  },
  {
    name: 'failures',
    title: 'Survive handlers and one-way calls',
    build:
      'A handler\'s exception becomes INTERNAL without a stack. A request with "oneway": true is run and never answered, not even with an error.',
    words: ['6.5', '6.6'],
  },
  {
    name: 'end',
    title: 'Answer after the end',
    build:
      'When the client shuts down its sending side, answer all its complete requests, then close. Drop an incomplete frame.',
    words: ['8.1', '8.2'],
  },
  {
    name: 'order',
    title: 'Answer each call once, in order',
    build:
      'Answer requests without an id in order. Answer those with an id in any order, each exactly once. At maxInFlight stop reading; never refuse.',
    words: ['7.1', '7.2', '7.3', '1.2'],
  },
  {
    name: 'size',
    title: 'Bound the frame',
    build:
      'Accept a body of exactly maxFrameBytes. Decide on a larger one by its length alone: answer the requests before it, then RESOURCE_EXHAUSTED, and close. Replace an answer that is too large.',
    words: ['3.1', '3.2', '3.4'],
  },
  {
    name: 'clients',
    title: 'Serve many clients',
    build:
      'A client that is idle, slow, in the middle of a frame or waiting for a long call does not keep the others waiting. One that resets affects no other client and leaks no descriptor.',
    words: ['1.3', '8.3', '7.2/answers-stay-apart'],
  },
  {
    name: 'slow-readers',
    title: 'Stop reading from a client that does not read',
    build:
      'When a client does not read your answers, stop reading its requests, so that memory stays bounded.',
    words: ['9.3'],
  },
  {
    name: 'time',
    title: 'Keep time',
    build:
      'Close a connection whose frame is not complete within frameTimeoutMs, one that is idle for idleTimeoutMs (0: never), and one whose client takes no byte of your answers for writeTimeoutMs.',
    words: ['9.1', '9.2', '9.4'],
  },
  {
    name: 'closing',
    title: 'Close without losing the last answer',
    build:
      'Shut down your sending side, read and discard for lingerMs, then close. Closing with unread input sends a reset, which can destroy the answer.',
    words: ['11.1', '11.2'],
  },
  {
    name: 'deadlines',
    title: 'Honour deadlines and keys',
    build:
      "Don't start a call whose timeout_ms has passed. If your model file says so, run a call once for each idempotency_key.",
    words: ['13.1', '13.2', '13.3', '13.4'],
  },
  {
    name: 'command',
    title: 'Be a good command',
    build:
      '--help, one line and exit code 2 for a mistake or a port in use, a log on standard error, --quiet.',
    words: ['14.2', '14.3', '14.4'],
  },
  {
    name: 'workers',
    title: 'Survive the death of a worker',
    build:
      'Only for servers of several processes: the death of a worker affects only its own clients, and the death of the main process ends every worker.',
    words: ['15.1', '15.4'],
  },
  {
    name: 'stop',
    title: 'Stop without losing a call',
    build:
      'At SIGTERM or SIGINT stop accepting, answer what was read, refuse what is read later with UNAVAILABLE, and end with exit code 0 within graceMs. A second signal ends at once.',
    words: ['10.1', '10.2', '10.3', '10.4', '10.5', '11.1/half-a-frame-at-stop'],
  },
];

export const STAGES: readonly Stage[] = DRAFTS.map((draft, index) => ({
  number: index + 1,
  ...draft,
}));

/** Every stage that claims the case: always exactly one. */
export function stagesOf({ id }: Pick<Case, 'id'>): readonly Stage[] {
  const byId = STAGES.filter(({ words }) => words.includes(id));
  const clause = id.slice(0, id.indexOf('/'));
  return byId.length > 0 ? byId : STAGES.filter(({ words }) => words.includes(clause));
}

/** The cases of a stage, in the order of its words. */
export function casesOfStage(stage: Stage, cases: readonly Case[]): readonly Case[] {
  const place = ({ id }: Case): number =>
    stage.words.findIndex((word) => word === id || id.startsWith(`${word}/`));
  return cases
    .filter((one) => stagesOf(one)[0] === stage)
    .sort((one, other) => place(one) - place(other));
}
