// Known mistakes: which cases fail when a server makes one, and what to tell its author.
// Each mutant of the reference server has an entry.

export interface Diagnosis {
  /** The name of the mutant, if there is one. */
  readonly mistake: string;
  /** What the server seems to do wrong, and what to do instead. */
  readonly text: string;
}

interface Rule extends Diagnosis {
  /** All of these cases fail … */
  readonly fails: readonly string[];
  /** … and none of these. */
  readonly passes?: readonly string[];
  /** A line in the transcript of the first of those cases matches this. */
  readonly seen?: RegExp;
}

/** The first match wins, so more specific rules come first. */
const RULES: readonly Rule[] = [
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
    mistake: 'chatty-stdout',
    fails: ['14.1/ready-line'],
    text: 'Standard output has more than the ready line. Log to standard error.',
  },
  {
    mistake: 'finds-inherited-methods',
    fails: ['5.4/to-string'],
    passes: ['5.4/unknown'],
    text: 'The lookup finds names that every object inherits, such as toString. Use a map, or check for own properties only.',
  },
  {
    mistake: 'closes-on-invalid-argument',
    fails: ['3.3/zero', '4.4/word'],
    text: 'You close the connection after INVALID_ARGUMENT. The frame was complete, so you know where the next one begins: answer, and keep reading.',
  },
  {
    mistake: 'dies-on-bad-json',
    fails: ['4.4/word', '4.4/cut-short'],
    text: 'An exception from the JSON parser is not caught, and ends the connection or the server. Catch it where you parse, and answer INVALID_ARGUMENT.',
  },
  {
    mistake: 'lenient-utf-8',
    fails: ['4.2/overlong-slash'],
    text: 'Bytes that are not UTF-8 are replaced instead of refused. Use a strict decoder (bytes.decode("utf-8"), utf8.Valid, TextDecoder with fatal: true).',
  },
  {
    mistake: 'eats-the-mark',
    fails: ['4.3/mark-first'],
    passes: ['4.3/mark-after-space'],
    text: 'The decoder skips a byte order mark. Turn that off ("utf-8" instead of "utf-8-sig", ignoreBOM: true), and refuse the mark.',
  },
  {
    mistake: 'no-depth-limit',
    fails: ['4.5/arrays-one-too-deep'],
    passes: ['4.5/arrays-at-the-limit'],
    text: 'Nesting is not bounded. Count the brackets outside strings before you parse, because a recursive parser can overflow its stack.',
  },
  {
    mistake: 'loses-proto',
    fails: ['5.5/proto-in-params'],
    text: 'Members named __proto__ get lost, because assigning to __proto__ sets the prototype. Do not copy params, or define the members instead of assigning them.',
  },
  {
    mistake: 'shows-the-stack',
    fails: ['6.5/no-stack'],
    passes: ['6.5/handler-fails'],
    text: 'The message of INTERNAL contains the stack trace. Log it, and tell the client only that the handler failed.',
  },
  {
    mistake: 'answers-one-way-errors',
    fails: ['6.6/unknown-method'],
    passes: ['6.6/silent'],
    text: 'A one-way call that fails is answered. Check oneway in the one place that writes answers, so that errors go through it too.',
  },
  {
    mistake: 'hangs-on-half-close',
    fails: ['8.1/half-close-at-once'],
    text: 'The connection stays open after the client has shut down its sending side. A read of zero bytes is the end of the stream: answer what is left, then close.',
  },
  {
    mistake: 'drops-calls-at-half-close',
    fails: ['8.1/half-close-waiting'],
    passes: ['8.1/half-close-at-once'],
    text: 'Calls in flight are dropped at the end of the stream. The client has only stopped sending; it still reads. Wait for the calls, then close.',
  },
  {
    mistake: 'refuses-at-max-in-flight',
    fails: ['7.3/waiting-ones-all-answered'],
    passes: ['7.2/waiting-ones-once'],
    text: 'Calls beyond maxInFlight are refused. Instead, stop reading until a call has ended: the rest waits in the kernel.',
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
  {
    mistake: 'no-yield',
    fails: ['1.3/fairness'],
    passes: ['1.3/idle-first-client'],
    text: 'You serve all calls of one read before you look at another connection. Give the others a turn after each call, or after a few milliseconds.',
  },
  {
    mistake: 'leaks-descriptors',
    fails: ['8.3/descriptors'],
    passes: ['8.3/thousand-connects'],
    text: 'Descriptors are not closed when a connection ends. Close them in one place that runs for every ending: end of stream, reset, timeout, error.',
  },
  {
    mistake: 'never-pauses',
    fails: ['9.3/stops-reading'],
    text: 'The server keeps reading from a client that does not read, and stores the answers in memory. Stop reading while a write is blocked.',
  },
  {
    mistake: 'frame-timeout-per-read',
    fails: ['9.1/in-all'],
    passes: ['9.1/inside-the-body'],
    text: 'Each read restarts the frame timeout, so a client that sends a byte now and then is never disconnected. Start it once, at the first byte of the frame.',
  },
  {
    mistake: 'no-write-timeout',
    fails: ['9.4/no-byte-taken'],
    text: 'You wait forever for a client that reads nothing. Limit how long answers may wait while the client takes none of their bytes.',
  },
  {
    mistake: 'resets-instead-of-lingering',
    fails: ['11.1/last-answer'],
    text: 'Closing with unread input sends a reset, which can destroy the last answer. Shut down the sending side, read and discard for lingerMs, then close.',
  },
  {
    mistake: 'lingers-for-ever',
    fails: ['11.2/chatty-client'],
    text: 'Reading and discarding never ends. Limit it to lingerMs in total, not per read.',
  },
  {
    mistake: 'ignores-the-deadline',
    fails: ['13.1/zero'],
    text: 'timeout_ms is ignored. Before you start the call, answer DEADLINE_EXCEEDED if timeout_ms is zero or negative, or if that time has passed since the request arrived.',
  },
  {
    mistake: 'forgets-keys',
    fails: ['13.2/recorded-answer'],
    text: 'A repeated key runs the call again. Keep method, key, params and answer in one table for the whole server, not one per connection.',
  },
  {
    mistake: 'no-drain',
    fails: ['10.2/in-flight', '10.3/unavailable'],
    text: 'The signal ends the server in the middle of its calls. Handle SIGTERM and SIGINT: answer what was read, then exit.',
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

/** A case that failed: its id and the lines of its report. */
export interface FailedCase {
  readonly id: string;
  readonly story: readonly string[];
}

/** The known mistake that explains these failures of one stage, if any. */
export function diagnose(failed: readonly FailedCase[]): Diagnosis | undefined {
  const stories = new Map(failed.map(({ id, story }) => [id, story]));
  return RULES.find(({ fails, passes = [], seen }) => {
    const [first = ''] = fails;
    return (
      fails.every((id) => stories.has(id)) &&
      !passes.some((id) => stories.has(id)) &&
      (seen === undefined || (stories.get(first) ?? []).some((line) => seen.test(line)))
    );
  });
}
