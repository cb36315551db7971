// The current input of the learner's code. An exception in the middle of a case, or a
// case that never ends, is reported with it.

import { show } from './show';

let now: string | undefined;
let listen: (given: string) => void = () => undefined;

/** Sets the next input of the learner's code. */
export function giving(given: string): void {
  if (given === now) return;
  now = given;
  listen(given);
}

/** The last input that `giving` set in this case. */
export function givenNow(): string | undefined {
  return now;
}

/** Starts a case without an input. */
export function givingNothing(): void {
  now = undefined;
}

export function onGiving(listener: (given: string) => void): void {
  listen = listener;
}

/**
 * Wraps the learner's object: each call to one of its methods becomes the current input.
 * It is not the proxy's own target, because a proxy may not return another function than
 * the one in a frozen target.
 */
export function noting<T extends object>(object: T): T {
  return new Proxy({} as T, {
    get: (_target, name) => {
      const value: unknown = Reflect.get(object, name, object);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        giving(`${String(name)}(${args.map(show).join(', ')})`);
        return Reflect.apply(value, object, args);
      };
    },
  });
}
