// Mistakes with the stop, deadlines, keys and the command line (sections 10, 13 and 14 of
// docs/protocol.md).

import type { Rule } from './rule';

export const theCommand: readonly Rule[] = [
  {
    mistake: 'takes-any-flag',
    fails: ['14.2/unknown-flag'],
    text: 'An unknown flag does not end the server with one line on standard error and exit code 2.',
  },
  {
    mistake: 'takes-any-value',
    fails: ['14.2/bad-values'],
    text: 'A bad value of a flag does not end the server with exit code 2 and one line on standard error, which says what flag it was.',
  },
  {
    mistake: 'prints-help-as-an-error',
    fails: ['14.2/help'],
    text: '--help does not print the usage on standard output. It was asked for, so it is no error: exit with 0.',
  },
  {
    mistake: 'wrong-exit-code',
    fails: ['14.3/port-in-use'],
    text: 'A port in use does not end the server with one line and exit code 2.',
  },
  {
    mistake: 'logs-nothing',
    fails: ['14.4/log'],
    text: 'Nothing on standard error tells that a client came or left. Log both, in a line each.',
  },
  {
    mistake: 'ignores-quiet',
    fails: ['14.4/quiet'],
    text: '--quiet does not silence the log.',
  },
  {
    mistake: 'ignores-the-deadline',
    fails: ['13.1/zero'],
    text: 'timeout_ms is ignored. Before you start the call, answer DEADLINE_EXCEEDED if timeout_ms is zero or negative, or if that time has passed since the request arrived.',
  },
  {
    mistake: 'knows-one-key',
    fails: ['13.2/new-key-runs-again'],
    passes: ['13.2/recorded-answer'],
    text: 'Every key is taken for the same one. A call is known by its method and its key together.',
  },
  {
    mistake: 'forgets-keys',
    fails: ['13.2/recorded-answer'],
    text: 'A repeated key runs the call again. Keep method, key, params and answer in one table for the whole server, not one per connection.',
  },
  {
    mistake: 'dies-at-sigint',
    fails: ['10.4/sigint'],
    passes: ['10.4/no-connections'],
    text: 'SIGINT is not handled. Stop at SIGINT as at SIGTERM.',
  },
  {
    mistake: 'takes-the-whole-grace',
    fails: ['10.4/no-connections'],
    text: 'Without a connection the server does not exit at once with code 0. graceMs is the most that a stop may take: exit as soon as no connection is open.',
  },
  {
    mistake: 'waits-for-every-call',
    fails: ['10.4/long-call'],
    text: 'A long call delays the exit beyond graceMs. Exit when that time is over, whatever is still running.',
  },
  {
    mistake: 'no-drain',
    fails: ['10.2/in-flight', '10.3/unavailable'],
    text: 'The signal ends the server in the middle of its calls. Handle SIGTERM and SIGINT: answer what was read, then exit.',
  },
  {
    mistake: 'drops-what-it-holds',
    fails: ['10.2/behind-an-answer'],
    passes: ['10.2/in-flight', '10.2/unread-answer'],
    text: 'At a stop you drop calls that you have already read, if an answer before them is waiting for the client to read. Answer what is in your decoder, and what your runtime has read from the kernel, before you close.',
  },
  {
    mistake: 'answers-one-way-calls-at-stop',
    fails: ['10.3/one-way-call'],
    passes: ['10.3/unavailable'],
    text: 'A one-way call that is refused at a stop is answered. One-way calls get no answer, not even UNAVAILABLE.',
  },
  {
    mistake: 'serves-while-stopping',
    fails: ['10.3/unavailable'],
    text: 'You serve calls that you read after the signal. Answer them with UNAVAILABLE, retryable: true.',
  },
  {
    mistake: 'resets-at-stop',
    fails: ['10.2/unread-answer'],
    text: 'At a stop, connections are closed with unread input, and the reset destroys answers. Close them like any other connection: shut down, discard, close.',
  },
];
