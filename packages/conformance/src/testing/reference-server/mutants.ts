// Each mutant is the reference server with one bug, and the suite must find exactly that.
// --mutant takes the name; golden/<name>.txt is the report that the mutant must get.

export const MUTANTS = {
  'big-endian': 'reads and writes lengths with the high byte first',
  'length-in-characters': 'counts characters instead of bytes in the length of an answer',
  'merges-answers': 'puts two answers of one read into one frame',
  'forgets-split-length':
    'loses the start of a length that comes at the end of a read, behind another frame',
  'ignores-the-limit': 'waits for bodies of any length',
  'limit-off-by-one': 'refuses a body of exactly maxFrameBytes',
  'drops-calls-before-a-bad-length':
    'refuses a bad length before it has answered the calls ahead of it',
  'answers-any-size': 'sends answers over maxFrameBytes',
  'lenient-utf-8': 'replaces bytes that are not UTF-8 instead of refusing them',
  'eats-the-mark': 'skips a byte order mark',
  'no-depth-limit': 'accepts any depth that JSON.parse accepts',
  'dies-on-bad-json': 'crashes on an exception from JSON.parse',
  'closes-on-invalid-argument': 'ends the connection after INVALID_ARGUMENT',
  'loses-proto': 'copies values without their members named __proto__',
  'finds-inherited-methods': 'takes toString for a method',
  'id-as-string': 'echoes every id as a string',
  'shows-the-stack': 'sends the stack trace as the message of INTERNAL',
  'answers-one-way-errors': 'answers a one-way call that fails',
  'swaps-answers': 'answers two calls of one read in the wrong order',
  'answers-twice': 'sends the answer to a call with id 2 twice',
  'refuses-at-max-in-flight': 'answers RESOURCE_EXHAUSTED at the bound of calls in flight',
  'hangs-on-half-close': 'never closes a connection whose client has shut down its sending side',
  'drops-calls-at-half-close':
    'closes at once when the client shuts down its sending side, calls in flight or not',
  'leaks-descriptors': 'opens a descriptor for each connection and never closes it',
  'never-pauses': 'keeps reading while its answers are not read',
  'no-yield': 'answers all calls of one read before it looks at another connection',
  'frame-timeout-per-read': 'restarts the frame timeout at each byte',
  'no-write-timeout': 'waits forever for a client that does not read',
  'resets-instead-of-lingering': 'closes at once, with unread input',
  'resets-at-stop': 'closes with unread input at a stop, although a client is still sending',
  'waits-instead-of-reading': 'waits for lingerMs before a close, and reads nothing meanwhile',
  'lingers-for-ever': 'reads and discards for as long as the client sends',
  'no-drain': 'drops the calls in flight at SIGTERM',
  'drops-what-it-holds':
    'ends a connection at the stop while its client does not read, with the calls read so far',
  'serves-while-stopping':
    'answers calls that it reads after the signal as if nothing had happened',
  'ignores-the-deadline': 'starts calls whose deadline has passed',
  'forgets-keys': 'runs a call again for the same idempotency key',
  'compares-names-as-written': 'takes a name written with an escape for another name',
  'keeps-the-first-name': 'keeps the first of two members with one name',
  'refuses-white-space': 'refuses white space around the tokens of JSON',
  'ends-strings-at-nul': 'ends a string at an escaped NUL',
  'counts-brackets-in-strings': 'counts brackets inside strings as depth',
  'looks-one-byte-back': 'takes each quote behind a backslash for one inside the string',
  'counts-brackets-side-by-side': 'counts brackets that are closed again as depth',
  'loses-the-start-of-a-frame':
    'throws away the start of a frame that comes behind another one in the same read',
  'loses-a-lone-length': 'loses a length that comes without any byte of its body',
  'refuses-odd-names': 'refuses a method name with a control character as not valid',
  'flattens-params': 'takes members of params for members of the request',
  'does-not-know-pi': 'has no method pi',
  'rounds-pi': 'answers pi with the number itself, whatever the number of terms',
  'drops-what-is-no-object': 'does not answer JSON that is not an object',
  'requires-params': 'refuses a request without params',
  'calls-ping-by-default': 'takes a request without a method for a ping',
  'ignores-case': 'finds members and methods in any case, with spaces around',
  'takes-answers-for-methods': 'takes the name of an answer for its method',
  'forbids-names': 'drops members named constructor and prototype',
  'inherits-from-proto': 'takes members inside __proto__ for members of the request',
  'echoes-any-id': 'echoes an id of a type that is not allowed',
  'cuts-ids': 'echoes the first 36 characters of an id',
  'replaces-lone-surrogates': 'replaces lone surrogates in an id',
  'forgets-ids-of-errors': 'answers a wrong request without its id',
  'answers-one-way-calls': 'answers one-way calls like any others',
  'answers-one-way-calls-at-stop': 'answers one-way calls that it refuses at a stop',
  'answers-when-ready': 'answers calls without an id in the order in which they end',
  greets: 'sends a line of text to each client that connects',
  'serves-one-at-a-time': 'serves the next client when the one before has left',
  'dies-on-a-reset': 'crashes when a client resets its connection',
  'no-frame-timeout': 'waits forever for the rest of a frame',
  'times-the-pause-between-frames': 'runs the frame timeout between frames, too',
  'no-idle-timeout': 'never closes an idle connection',
  'idle-timeout-by-default':
    'closes a connection without any call after a second, without being asked to',
  'idle-since-it-connected': 'counts the idle timeout from the connect, calls or not',
  'knows-one-key': 'takes every idempotency key for the same one',
  'dies-at-sigint': 'handles SIGTERM, and not SIGINT',
  'takes-the-whole-grace': 'takes the whole grace period to stop if no client is connected',
  'waits-for-every-call': 'waits at a stop for calls that take longer than the grace period',
  'chooses-its-port': 'listens on a free port instead of the given one',
  'takes-any-flag': 'ignores flags that it does not know',
  'takes-any-value': 'takes a bad value of a flag for 0',
  'prints-help-as-an-error': 'prints the usage on standard error',
  'wrong-exit-code': 'ends with exit code 1 if it cannot listen',
  'logs-nothing': 'does not log connections',
  'ignores-quiet': 'logs connections with --quiet, too',
  'chatty-stdout': 'prints a second line after the ready line',
} as const;

export type Mutant = keyof typeof MUTANTS;

let active: Mutant | undefined;

/** Makes this process a mutant. @throws Error for an unknown name. */
export function become(name: string): void {
  if (!Object.hasOwn(MUTANTS, name)) throw new Error(`unknown mutant ${name}`);
  active = name as Mutant;
}

/** Whether this process is that mutant. */
export function is(name: Mutant): boolean {
  return active === name;
}
