// Known mistakes: which cases fail when a server makes one, and what to tell its author.
// The mutants of the suite's own server are the list.

export interface Diagnosis {
  /** The mutant's name, where there is one. */
  readonly mistake: string;
  /** What the server seems to do, and what to do instead. */
  readonly text: string;
}

interface Rule extends Diagnosis {
  /** All of these cases fail … */
  readonly fails: readonly string[];
  /** … and none of these. */
  readonly passes?: readonly string[];
  /** A line of what was seen in the first of those cases. */
  readonly seen?: RegExp;
}

/** The first rule that fits counts, so the more special ones come first. */
const RULES: readonly Rule[] = [
  {
    mistake: 'big-endian',
    fails: ['2.1/ping'],
    seen: /← \d+ bytes?: 00 00 /,
    text: 'Your length has its high byte first. The protocol is little-endian: a body of 30 bytes begins with 1E 00 00 00, not 00 00 00 1E. Look at both your reading and your writing ("<I" in Python, LittleEndian in Go).',
  },
  {
    mistake: 'no-first-answer',
    fails: ['2.1/ping'],
    text: 'No right answer came to the first call. If none came at all: do you read the length with the low byte first (1E 00 00 00 read the other way is 503,316,480, and you wait for so many bytes), and do you flush what you write?',
  },
  {
    mistake: 'id-as-string',
    fails: ['5.1/id-whole-number'],
    text: 'The id comes back as text. Keep the value that you parsed and do not turn it into a string: the number 1 stays 1, the string "1" stays "1".',
  },
  {
    mistake: 'length-in-characters',
    fails: ['2.1/bytes-not-characters'],
    passes: ['2.1/little-endian'],
    text: 'Your length counts characters. Encode the text first and take the length of the bytes: "é€😀" has 9 bytes.',
  },
  {
    mistake: 'one-read-is-a-frame',
    fails: ['2.2/two-in-one-piece', '2.2/byte-by-byte'],
    text: 'You take what one read returns for one frame. TCP carries bytes: one read can return half a frame, or three. Append what came to a buffer, and take a frame out only when all of it is there, in a loop.',
  },
  {
    mistake: 'merges-answers',
    fails: ['2.2/two-in-one-piece', '2.2/pipelined-3000'],
    text: 'Two requests that came in one read were answered in one frame. Each answer is a frame with a length of its own.',
  },
  {
    mistake: 'swaps-answers',
    fails: ['2.2/two-in-one-piece'],
    text: 'Two requests of one read were answered in the wrong order. Without an id, order is all that tells a client which answer is whose.',
  },
  {
    mistake: 'forgets-split-length',
    fails: ['2.2/cut-inside-the-length'],
    text: 'A length that is cut loses its first part. Wait until four bytes are in the buffer before you read a length, and keep the rest of a read for the next one.',
  },
  {
    mistake: 'answers-twice',
    fails: ['2.2/pipelined-3000'],
    text: 'A call was answered twice. Look for a path that writes an answer and then goes on to another write.',
  },
  {
    mistake: 'chatty-stdout',
    fails: ['14.1/ready-line'],
    text: 'Standard output has more than the ready line. Print logs on standard error.',
  },
  {
    mistake: 'finds-inherited-methods',
    fails: ['5.4/to-string'],
    passes: ['5.4/unknown'],
    text: 'The lookup finds names that every object inherits, such as toString. Use a map, or ask for own members only.',
  },
  {
    mistake: 'closes-on-invalid-argument',
    fails: ['3.3/zero', '4.4/word'],
    text: 'The connection ends after INVALID_ARGUMENT. The frame was whole, so you know where the next one begins: answer, and go on.',
  },
  {
    mistake: 'dies-on-bad-json',
    fails: ['4.4/word', '4.4/cut-short'],
    text: 'The exception of the JSON parser is not caught, and it ends the connection or the server. Catch it where you parse and answer INVALID_ARGUMENT.',
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
    text: 'The decoder skips a byte order mark. Tell it not to ("utf-8" and not "utf-8-sig", ignoreBOM: true), and refuse the mark.',
  },
  {
    mistake: 'no-depth-limit',
    fails: ['4.5/arrays-one-too-deep'],
    passes: ['4.5/arrays-at-the-limit'],
    text: 'There is no bound on nesting. Count brackets outside strings before you parse: a parser that recurses can overflow its stack.',
  },
  {
    mistake: 'loses-proto',
    fails: ['5.5/proto-in-params'],
    text: 'Members named __proto__ get lost: a copy by assignment sets the prototype. Do not copy params, or define members instead of assigning them.',
  },
  {
    mistake: 'shows-the-stack',
    fails: ['6.5/no-stack'],
    passes: ['6.5/handler-fails'],
    text: 'The message of INTERNAL shows the stack. Log the stack; tell the client only that the handler failed.',
  },
  {
    mistake: 'answers-one-way-errors',
    fails: ['6.6/unknown-method'],
    passes: ['6.6/silent'],
    text: 'A one-way call that fails is answered. Look at oneway in the one place that writes answers, so that errors pass it too.',
  },
  {
    mistake: 'hangs-on-half-close',
    fails: ['8.1/half-close-at-once'],
    text: 'The connection never ends after the client has shut down its sending side. A read that returns nothing is the end of the stream: answer what is left and close.',
  },
  {
    mistake: 'drops-calls-at-half-close',
    fails: ['8.1/half-close-waiting'],
    passes: ['8.1/half-close-at-once'],
    text: 'Calls in flight are dropped at the end of the stream. The client only says that it sends no more; it still reads. Wait for the calls, then close.',
  },
  {
    mistake: 'refuses-at-max-in-flight',
    fails: ['7.3/waiting-ones-all-answered'],
    passes: ['7.2/waiting-ones-once'],
    text: 'Calls over maxInFlight are refused. Stop reading instead until a call has ended: the rest waits in the kernel.',
  },
  {
    mistake: 'limit-off-by-one',
    fails: ['3.1/at-the-limit'],
    passes: ['3.2/all-ones'],
    text: 'A body of exactly maxFrameBytes is refused. The comparison must be "greater than", not "at least".',
  },
  {
    mistake: 'ignores-the-limit',
    fails: ['3.2/all-ones', '3.2/one-over'],
    text: 'The server waits for a body that is too large. Compare the length with maxFrameBytes as soon as its four bytes are there, as an unsigned number.',
  },
  {
    mistake: 'drops-calls-before-a-bad-length',
    fails: ['3.2/behind-a-slow-call'],
    passes: ['3.2/all-ones'],
    text: 'A length that is too large cuts off the calls before it. Wait for their answers, then refuse and close.',
  },
  {
    mistake: 'answers-any-size',
    fails: ['3.4/answer-over-the-limit'],
    passes: ['3.1/at-the-limit'],
    text: 'The bound holds for answers too. Encode the answer, look at its size, and send RESOURCE_EXHAUSTED instead if it is too large.',
  },
  {
    mistake: 'no-yield',
    fails: ['1.3/fairness'],
    passes: ['1.3/idle-first-client'],
    text: 'All calls of one read are served before another connection is looked at. Let the others work after each call, or after a few milliseconds.',
  },
  {
    mistake: 'leaks-descriptors',
    fails: ['8.3/descriptors'],
    passes: ['8.3/thousand-connects'],
    text: 'Descriptors are not closed when a connection ends. Close in one place that every ending passes: end, reset, time-out, error.',
  },
  {
    mistake: 'never-pauses',
    fails: ['9.3/stops-reading'],
    text: 'The server goes on reading a client that does not read, and keeps the answers in memory. Stop reading while a write waits.',
  },
  {
    mistake: 'frame-timeout-per-read',
    fails: ['9.1/in-all'],
    passes: ['9.1/inside-the-body'],
    text: 'Each read starts the frame time-out again, so a client that sends a byte now and then is never closed. Start it once, at the first byte of the frame.',
  },
  {
    mistake: 'no-write-timeout',
    fails: ['9.4/no-byte-taken'],
    text: 'A client that takes no byte is waited for forever. Bound the time in which answers wait and none of their bytes is taken.',
  },
  {
    mistake: 'resets-instead-of-lingering',
    fails: ['11.1/last-answer'],
    text: 'A close with unread input sends a reset, which destroys the last answer. Shut down the sending side, read and discard for lingerMs, then close.',
  },
  {
    mistake: 'lingers-for-ever',
    fails: ['11.2/chatty-client'],
    text: 'Reading and discarding has no end. Bound it by lingerMs in all, not for each read.',
  },
  {
    mistake: 'ignores-the-deadline',
    fails: ['13.1/zero'],
    text: 'timeout_ms is not looked at. Before the call is started: answer DEADLINE_EXCEEDED if it is zero, less, or has passed since the request came.',
  },
  {
    mistake: 'forgets-keys',
    fails: ['13.2/recorded-answer'],
    text: 'A repeated key runs the call again. Keep method, key, params and answer in a table of the whole server, not of one connection.',
  },
  {
    mistake: 'no-drain',
    fails: ['10.2/in-flight', '10.3/unavailable'],
    text: 'The signal ends the server in the middle of its calls. Catch SIGTERM and SIGINT, answer what was read, then end.',
  },
  {
    mistake: 'serves-while-stopping',
    fails: ['10.3/unavailable'],
    text: 'Calls that are read after the signal are served. Answer them with UNAVAILABLE, retryable: true.',
  },
  {
    mistake: 'resets-at-stop',
    fails: ['10.2/unread-answer'],
    text: 'At a stop the connections are closed with unread input, and the reset destroys answers. Close in the same way as everywhere: shut down, discard, close.',
  },
];

/** A case that failed: its id and the lines of its story. */
export interface FailedCase {
  readonly id: string;
  readonly story: readonly string[];
}

/** The known mistake that explains these failures of one stage, if there is one. */
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
