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

const GREETS =
  'The server sends something before it has read a request. Only answers go to a client: no greeting, no keep-alive.';

const PING_BY_DEFAULT =
  'A request without a method is answered as if it had one. "in" must be a string: refuse anything else with INVALID_ARGUMENT.';

/** The first match wins, so more specific rules come first. */
const RULES: readonly Rule[] = [
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
    mistake: 'finds-inherited-methods',
    fails: ['5.4/to-string'],
    passes: ['5.4/unknown'],
    text: 'The lookup finds names that every object inherits, such as toString. Use a map, or check for own properties only.',
  },
  {
    mistake: 'requires-params',
    fails: ['5.2/missing'],
    text: 'A request without params is refused. Missing params count as null.',
  },
  {
    mistake: 'does-not-know-pi',
    fails: ['12.2/few-terms', '12.3/negative'],
    text: 'The method pi is missing, or its answer is not named pi_r.',
  },
  {
    mistake: 'rounds-pi',
    fails: ['12.2/few-terms', '12.2/thousand'],
    text: 'pi does not return its estimate. Add up the terms as clause 12.2 says: with 1,000 of them the result is not yet π.',
  },
  {
    mistake: 'flattens-params',
    fails: ['12.1/names'],
    text: 'Members inside params are taken for members of the request. Parse the whole body first, and then look at the members of the outer object only.',
  },
  {
    mistake: 'refuses-odd-names',
    fails: ['5.4/line-feed'],
    passes: ['5.2/missing'],
    text: 'A method name with a line feed is refused as not valid. Any string is a name: one that you do not know is UNIMPLEMENTED.',
  },
  {
    mistake: 'ignores-case',
    fails: ['5.4/other-case', '5.4/space'],
    text: 'Names are found in any case, or with spaces around them. Compare them exactly: Ping is not ping.',
  },
  {
    mistake: 'takes-answers-for-methods',
    fails: ['5.4/out-name'],
    passes: ['5.4/other-case'],
    text: '"pong" is called like "ping". It is the name of an answer, and no method.',
  },
  {
    mistake: 'calls-ping-by-default',
    fails: ['6.3/id-in-errors'],
    passes: ['5.2/missing'],
    seen: /← .*"out":"pong"/,
    text: PING_BY_DEFAULT,
  },
  {
    mistake: 'calls-ping-by-default',
    fails: ['5.1/in-missing', '5.1/empty-object'],
    text: PING_BY_DEFAULT,
  },
  {
    mistake: 'forgets-ids-of-errors',
    fails: ['6.3/id-in-errors'],
    passes: ['5.2/missing'],
    text: 'The answer to a wrong request has no id. If the id itself is valid, it comes back, so that the client knows which call was refused.',
  },
  {
    mistake: 'echoes-any-id',
    fails: ['5.1/id-array', '5.1/id-null'],
    text: 'An id of a wrong type is echoed. Only a string or an integer within ±(2^53 − 1) is an id; after any other, the answer has none.',
  },
  {
    mistake: 'compares-names-as-written',
    fails: ['4.6/escaped'],
    passes: ['4.6/params-twice'],
    text: 'A name with an escape is taken for another name. Undo the escapes before you compare names: "par\\u0061ms" is "params".',
  },
  {
    mistake: 'keeps-the-first-name',
    fails: ['4.6/params-twice'],
    text: 'Of two members with the same name you take the first. The last one counts.',
  },
  {
    mistake: 'refuses-white-space',
    fails: ['4.1/space-inside', '4.1/space-around'],
    text: 'White space is refused. JSON allows spaces, tabs and line ends before and after every token.',
  },
  {
    mistake: 'ends-strings-at-nul',
    fails: ['4.1/nul-character'],
    text: 'A string ends at its first NUL. Keep its length instead of looking for the end: NUL is a character like any other.',
  },
  {
    mistake: 'drops-what-is-no-object',
    fails: ['4.4/array', '4.4/null'],
    passes: ['4.4/word'],
    text: 'JSON that is not an object gets no answer. Answer INVALID_ARGUMENT: the frame was complete.',
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
    mistake: 'counts-brackets-in-strings',
    fails: ['4.5/brackets-in-strings'],
    text: 'Brackets inside strings count as depth. Skip strings, with their escapes, when you count.',
  },
  {
    mistake: 'counts-brackets-side-by-side',
    fails: ['4.5/wide'],
    passes: ['4.5/brackets-in-strings'],
    text: 'Brackets that are closed again still count. Depth is how many are open at once: subtract one at each closing bracket.',
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
    mistake: 'forbids-names',
    fails: ['5.5/constructor-prototype'],
    text: 'Members named constructor or prototype get lost. In params they are data like any others.',
  },
  {
    mistake: 'inherits-from-proto',
    fails: ['5.5/proto-gives-no-members'],
    text: 'Members inside __proto__ are taken for members of the request. Look at own members only.',
  },
  {
    mistake: 'replaces-lone-surrogates',
    fails: ['5.5/lone-surrogate-in-the-id'],
    text: 'A lone surrogate in an id is replaced. Keep the string as you parsed it, and write what is not Unicode as an escape.',
  },
  {
    mistake: 'shows-the-stack',
    fails: ['6.5/no-stack'],
    passes: ['6.5/handler-fails'],
    text: 'The message of INTERNAL contains the stack trace. Log it, and tell the client only that the handler failed.',
  },
  {
    mistake: 'answers-one-way-calls',
    fails: ['6.6/silent', '6.6/silent-with-an-id'],
    text: 'One-way calls are answered. If oneway is true, run the method and send nothing, whatever comes of it.',
  },
  {
    mistake: 'answers-one-way-errors',
    fails: ['6.6/unknown-method'],
    passes: ['6.6/silent'],
    text: 'A one-way call that fails is answered. Check oneway in the one place that writes answers, so that errors go through it too.',
  },
  {
    mistake: 'answers-when-ready',
    fails: ['7.1/waiting-before-fast'],
    text: 'Calls without an id are answered in the order in which they end. Their client can tell answers apart only by the order of its calls: hold an answer back until those before it are sent.',
  },
  {
    mistake: 'serves-one-at-a-time',
    fails: ['1.3/idle-first-client'],
    text: 'A second client waits until the first one has left. Use a thread, a process or an event loop, so that an idle connection does not block the others.',
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
    mistake: 'dies-on-a-reset',
    fails: ['8.3/neighbour-of-a-reset'],
    text: 'A reset connection ends the server. Catch the errors of reading and writing (ECONNRESET, EPIPE), and close that connection only.',
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
    mistake: 'no-frame-timeout',
    fails: ['9.1/inside-the-body', '9.1/inside-the-length'],
    text: 'A frame that stops in the middle keeps its connection for ever. Close it frameTimeoutMs after its first byte.',
  },
  {
    mistake: 'times-the-pause-between-frames',
    fails: ['9.1/not-between-frames'],
    passes: ['9.1/inside-the-body'],
    text: 'The frame timeout runs while no frame has begun. Stop it when a frame is complete, and start it at the first byte of the next.',
  },
  {
    mistake: 'frame-timeout-per-read',
    fails: ['9.1/in-all'],
    passes: ['9.1/inside-the-body'],
    text: 'Each read restarts the frame timeout, so a client that sends a byte now and then is never disconnected. Start it once, at the first byte of the frame.',
  },
  {
    mistake: 'no-idle-timeout',
    fails: ['9.2/closed-when-idle'],
    text: 'An idle connection stays open in spite of --idle-timeout-ms. Close it when nothing was in flight for that long.',
  },
  {
    mistake: 'idle-timeout-by-default',
    fails: ['9.2/never-by-default'],
    text: 'Idle connections are closed by default. Without --idle-timeout-ms, or with 0, keep them open.',
  },
  {
    mistake: 'idle-since-it-connected',
    fails: ['9.2/calls-count'],
    passes: ['9.2/closed-when-idle'],
    text: 'A connection that makes calls is closed as idle. Start the idle timeout anew after each call.',
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
    mistake: 'waits-instead-of-reading',
    fails: ['11.1/reads-on'],
    passes: ['11.1/last-answer'],
    text: 'Before you close a connection you wait, but you do not read. A client that is still sending is then stuck as soon as the buffers are full, and does not come to read its answer. Read and discard for lingerMs.',
  },
  {
    mistake: 'lingers-for-ever',
    fails: ['11.2/chatty-client'],
    text: 'Reading and discarding never ends. Limit it to lingerMs in total, not per read.',
  },
  {
    mistake: 'takes-any-flag',
    fails: ['14.2/unknown-flag'],
    text: 'An unknown flag is ignored. Say so in one line on standard error, and exit with 2.',
  },
  {
    mistake: 'takes-any-value',
    fails: ['14.2/bad-values'],
    text: 'A bad value of a flag is accepted. Say in one line on standard error which flag it was, and exit with 2.',
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
    text: 'Without a connection the exit takes graceMs. Exit as soon as none is open; graceMs is the most that a stop may take.',
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
