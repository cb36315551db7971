// Mistakes with the first call, lengths and pieces (sections 1 to 3 of docs/protocol.md).

import type { Rule } from './rule';

const GREETS =
  'The server sends something before it has read a request. Only answers go to a client: no greeting, no keep-alive.';

export const frames: readonly Rule[] = [
  {
    mistake: 'greets',
    fails: ['1.1/accepts-and-stays'],
    text: GREETS,
  },
  {
    mistake: 'greets',
    fails: ['2.1/ping'],
    // four letters where the length should be
    seen: /← \d+ bytes?: (?:[2-7][0-9A-F] ){4}/,
    text: GREETS,
  },
  {
    mistake: 'big-endian',
    fails: ['2.1/ping'],
    seen: /← \d+ bytes?: 00 00 /,
    text: 'Your length has its high byte first. The protocol is little-endian: the length 30 is 1E 00 00 00, not 00 00 00 1E. Check both where you read lengths and where you write them ("<I" in Python, LittleEndian in Go).',
  },
  {
    mistake: 'no-first-answer',
    fails: ['2.1/ping'],
    text: 'The first call did not get the right answer. If it got no answer at all, check two things. Do you read the length with its low byte first? 1E 00 00 00 with the high byte first is 503,316,480, and you wait for that many bytes. And do you flush what you write?',
  },
  {
    mistake: 'id-as-string',
    fails: ['5.1/id-whole-number'],
    text: 'The id comes back as a string. Keep the value that you parsed, with its type: the number 1 stays 1, and the string "1" stays "1".',
  },
  {
    mistake: 'cuts-ids',
    fails: ['6.3/id-long'],
    passes: ['5.1/id-whole-number'],
    text: 'A long id comes back cut. Keep the value that you parsed; do not store ids in a field of a fixed size.',
  },
  {
    mistake: 'length-in-characters',
    fails: ['2.1/bytes-not-characters'],
    passes: ['2.1/little-endian'],
    text: 'Your length counts characters. Encode the text first, then count its bytes: "é€😀" has 9 bytes.',
  },
  {
    mistake: 'one-read-is-a-frame',
    fails: ['2.2/two-in-one-piece', '2.2/every-split'],
    text: 'You treat what one read returns as one frame. TCP is a byte stream: one read can return half a frame, or three. Append what you read to a buffer, then take complete frames out of it in a loop.',
  },
  {
    mistake: 'loses-a-lone-length',
    fails: ['2.2/cut-after-the-length'],
    passes: ['2.2/cut-inside-the-length'],
    text: 'A length is lost if no byte of its body comes with it. Take a frame out of the buffer only when all of it is there.',
  },
  {
    mistake: 'merges-answers',
    fails: ['2.2/two-in-one-piece', '2.2/pipelined-3000'],
    text: 'Two requests that arrived in one read were answered in one frame. Send each answer as a frame with its own length.',
  },
  {
    mistake: 'swaps-answers',
    fails: ['2.2/two-in-one-piece'],
    text: 'Two requests that arrived in one read were answered in the wrong order. Without ids, a client can match answers to calls only by their order.',
  },
  {
    mistake: 'loses-the-start-of-a-frame',
    fails: ['2.2/one-and-a-half', '2.2/cut-inside-the-length'],
    text: 'What comes behind a complete frame is lost if it is not complete itself. Keep the rest of the buffer for the next read.',
  },
  {
    mistake: 'forgets-split-length',
    fails: ['2.2/cut-inside-the-length'],
    text: 'A length that arrives in two pieces loses its first part. Wait until the buffer has four bytes before you read a length, and keep what is left over for the next read.',
  },
  {
    mistake: 'answers-twice',
    fails: ['2.2/pipelined-3000'],
    text: 'A call was answered twice. Look for a code path that writes an answer and then reaches another write.',
  },
  {
    mistake: 'chooses-its-port',
    fails: ['14.1/given-port'],
    passes: ['14.1/ready-line'],
    text: 'The server does not listen on the port of --port. 0 means a free port; any other number is the port itself.',
  },
  {
    mistake: 'chatty-stdout',
    fails: ['14.1/ready-line'],
    text: 'Standard output has more than the ready line. Log to standard error.',
  },
  {
    mistake: 'closes-on-invalid-argument',
    fails: ['3.3/zero', '4.4/word'],
    text: 'You close the connection after INVALID_ARGUMENT. The frame was complete, so you know where the next one begins: answer, and keep reading.',
  },
  {
    mistake: 'limit-off-by-one',
    fails: ['3.1/at-the-limit'],
    passes: ['3.2/all-ones'],
    text: 'A body of exactly maxFrameBytes is refused. Compare with "greater than", not "greater than or equal".',
  },
  {
    mistake: 'ignores-the-limit',
    fails: ['3.2/all-ones', '3.2/one-over'],
    text: 'The server waits for a body that is too large. As soon as you have the four bytes of the length, compare it with maxFrameBytes as an unsigned number.',
  },
  {
    mistake: 'drops-calls-before-a-bad-length',
    fails: ['3.2/behind-a-slow-call'],
    passes: ['3.2/all-ones'],
    text: 'A length that is too large cancels the calls before it. Send their answers first, then refuse and close.',
  },
  {
    mistake: 'answers-any-size',
    fails: ['3.4/answer-over-the-limit'],
    passes: ['3.1/at-the-limit'],
    text: 'The limit applies to answers too. Encode the answer, check its size, and send RESOURCE_EXHAUSTED instead if it is too large.',
  },
];
