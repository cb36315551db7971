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
  'lingers-for-ever': 'reads and discards for as long as the client sends',
  'no-drain': 'drops the calls in flight at SIGTERM',
  'serves-while-stopping':
    'answers calls that it reads after the signal as if nothing had happened',
  'ignores-the-deadline': 'starts calls whose deadline has passed',
  'forgets-keys': 'runs a call again for the same idempotency key',
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
