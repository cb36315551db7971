// What the learner's code is given at the moment. An exception in the middle of a case,
// or a case that never ends, is reported with it.

import { show } from './show';

let now: string | undefined;
let listen: (given: string) => void = () => undefined;

/** Says what the learner's code is given next. */
export function giving(given: string): void {
  if (given === now) return;
  now = given;
  listen(given);
}

/** What `giving` said last in this case. */
export function givenNow(): string | undefined {
  return now;
}

/** A case begins, in which nothing was given yet. */
export function givingNothing(): void {
  now = undefined;
}

export function onGiving(listener: (given: string) => void): void {
  listen = listener;
}

/** The learner's object. Each call of one of its methods is what is given then. */
export function noting<T extends object>(object: T): T {
  return new Proxy(object, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        giving(`${String(name)}(${args.map(show).join(', ')})`);
        return Reflect.apply(value, target, args);
      };
    },
  });
}
