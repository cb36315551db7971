// The tester is tested: each mutant is the reference server with one change, and the
// suite must find exactly that. The name is given with --mutant; golden/<name>.txt is the
// report that it must get.

export const MUTANTS = {
  'big-endian': 'reads and writes lengths with the high byte first',
  'length-in-characters': 'the length of an answer counts characters, not bytes',
  'merges-answers': 'puts two answers of one read into one frame',
  'forgets-split-length':
    'loses the start of a length that comes at the end of a read, behind another frame',
  'ignores-the-limit': 'waits for bodies of any length',
  'limit-off-by-one': 'refuses a body of exactly maxFrameBytes',
  'drops-calls-before-a-bad-length':
    'refuses a bad length before it has answered the calls in front of it',
  'answers-any-size': 'sends answers over maxFrameBytes',
  'lenient-utf-8': 'replaces bytes that are not UTF-8 instead of refusing them',
  'eats-the-mark': 'skips a byte order mark',
  'no-depth-limit': 'nests as deep as JSON.parse does',
  'dies-on-bad-json': 'the exception of JSON.parse ends the process',
  'closes-on-invalid-argument': 'ends the connection after INVALID_ARGUMENT',
  'loses-proto': 'copies values without their members named __proto__',
  'finds-inherited-methods': 'takes toString for a method',
  'id-as-string': 'echoes every id as a string',
  'shows-the-stack': 'the message of INTERNAL is the stack',
  'answers-one-way-errors': 'a one-way call that fails is answered',
  'swaps-answers': 'answers two calls of one read in the wrong order',
  'answers-twice': 'sends the answer to a call with id 2 twice',
  'refuses-at-max-in-flight': 'answers RESOURCE_EXHAUSTED at the bound of calls in flight',
  'hangs-on-half-close': 'never ends a connection whose client has ended its side',
  'drops-calls-at-half-close':
    'ends at once when the client has ended its side, calls in flight or not',
  'leaks-descriptors': 'opens a descriptor for each connection and never closes it',
  'never-pauses': 'reads on while its answers are not read',
  'no-yield': 'answers all calls of one read before it looks at another connection',
  'frame-timeout-per-read': 'each byte starts the frame time-out again',
  'no-write-timeout': 'waits for ever for a client that does not read',
  'resets-instead-of-lingering': 'closes at once, with unread input',
  'resets-at-stop': 'when it stops it closes with unread input, though a client is still sending',
  'lingers-for-ever': 'reads and discards as long as the client sends',
  'no-drain': 'drops the calls in flight at SIGTERM',
  'serves-while-stopping':
    'answers calls that it reads after the signal as if nothing had happened',
  'ignores-the-deadline': 'starts calls whose time is spent',
  'forgets-keys': 'runs a call again for the same idempotency key',
  'chatty-stdout': 'prints a second line after the ready line',
} as const;

export type Mutant = keyof typeof MUTANTS;

let active: Mutant | undefined;

/** Chooses the mutant of this process. @throws Error when there is none of that name. */
export function become(name: string): void {
  if (!Object.hasOwn(MUTANTS, name)) throw new Error(`no mutant is called ${name}`);
  active = name as Mutant;
}

/** True where the mutant does its one thing differently. */
export function is(name: Mutant): boolean {
  return active === name;
}
