// The C library: the only place where C functions are declared, from the list in
// prototypes.ts. The other files of this package turn these calls into TypeScript:
// numbers become names, and a result of -1 becomes a SystemError (errno.ts). The
// functions are declared at the first call and not at import, so on another system a
// program fails only when it makes such a call.

import type * as Koffi from 'koffi';
import { GROUPS } from './prototypes';
import type { Prototypes } from './prototypes';

/**
 * What can be passed as a C argument. A view is passed as the address of its first byte;
 * null is NULL.
 */
export type CArgument = number | bigint | string | null | ArrayBufferView | (string | null)[];

/**
 * A C function. Those that return ssize_t return a number too, because no count here is
 * above 2^53.
 */
export type CFunction = (...args: CArgument[]) => number;

/** The call to name in the error if a helper of `Libc` is not available. */
const CALL_BEHIND_HELPER = {
  errno: 'socket',
  strerror: 'socket',
  addressOf: 'sendmsg',
  addressOfFunction: 'sigaction',
} as const;

/** The C functions of this package, by name. */
export type Libc = Readonly<Record<keyof Prototypes, CFunction>> & {
  /**
   * The calling thread's errno, which the last failed call has set. Read it before you
   * call anything else.
   */
  readonly errno: () => number;
  /** The system's text for an error number. */
  readonly strerror: (errno: number) => string;
  /**
   * The address of a buffer's first byte. The buffer must stay referenced while C uses
   * the address.
   */
  readonly addressOf: (view: ArrayBufferView) => bigint;
  /** The address of a C function. */
  readonly addressOfFunction: (name: string) => bigint;
};

/**
 * The program made a call on a system for which this package has no declarations, or
 * whose C library does not have it.
 */
export class UnsupportedCallError extends Error {
  override readonly name = 'UnsupportedCallError';
  readonly syscall: string;

  constructor(syscall: string, why: string, counterpart: string) {
    super(
      `${syscall} cannot be called: ${why}. Use the portable counterpart, ${counterpart}, or the dev container`,
    );
    this.syscall = syscall;
  }
}

let loaded: Libc | undefined;

/**
 * Loads the C library and declares its functions at the first call, which takes 8 ms;
 * nearly all of that is koffi's own start.
 */
export function libc(): Libc {
  return (loaded ??= declareAll(whyUnsupported(process.platform, process.arch)));
}

/** Why the calls cannot be used on a system; undefined where they can. */
export function whyUnsupported(platform: string, arch: string): string | undefined {
  if (platform !== 'linux') {
    return `it needs Linux, and this is ${platform}, where numbers and struct layouts differ`;
  }
  if (arch !== 'x64' && arch !== 'arm64') {
    return `its struct layouts are written for Linux on x64 and arm64, and this is ${arch}`;
  }
  return undefined;
}

/**
 * Throws if a call cannot be made on this system. For functions that do something else
 * before they make the call.
 * @throws UnsupportedCallError
 */
export function assertAvailable(
  syscall: keyof Prototypes,
  unsupported = whyUnsupported(process.platform, process.arch),
): void {
  if (unsupported === undefined) return;
  throw new UnsupportedCallError(syscall, unsupported, counterpartOf(syscall));
}

/**
 * Declares every call. If `unsupported` is given, each call throws that reason instead,
 * and koffi is not even loaded.
 */
export function declareAll(unsupported: string | undefined): Libc {
  const library = unsupported === undefined ? openLibrary() : undefined;
  const calls: Record<string, unknown> = { ...library?.helpers };
  for (const { prototypes, counterpart } of GROUPS) {
    for (const [name, prototype] of Object.entries(prototypes)) {
      calls[name] =
        library?.find(prototype) ??
        refusal(name, unsupported ?? `this system's C library does not have it`, counterpart);
    }
  }
  if (unsupported !== undefined) {
    for (const [helper, syscall] of Object.entries(CALL_BEHIND_HELPER)) {
      calls[helper] = refusal(syscall, unsupported, counterpartOf(syscall));
    }
  }
  return { ...calls } as Libc; // a copy has fast properties: `calls` became a hash table
}

function openLibrary(): { find: (prototype: string) => CFunction | undefined; helpers: object } {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- at the first call: see the top of the file
  const koffi = require('koffi') as typeof Koffi;
  // null is the program itself, with all libraries that it is linked to
  const library = koffi.load(null);
  return {
    find: (prototype) => {
      try {
        return library.func(prototype);
      } catch {
        return undefined;
      }
    },
    helpers: {
      errno: koffi.errno,
      strerror: library.func('const char *strerror(int errnum)'),
      addressOf: koffi.address,
      addressOfFunction: (name: string) => koffi.address(library.symbol(name)),
    },
  };
}

function counterpartOf(syscall: string): string {
  return GROUPS.find(({ prototypes }) => syscall in prototypes)!.counterpart;
}

function refusal(syscall: string, why: string, counterpart: string): () => never {
  return () => {
    throw new UnsupportedCallError(syscall, why, counterpart);
  };
}
