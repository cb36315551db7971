// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

const TAKE = 'return Atomics.add(counter, 0, 1);';
const LOOP = 'if (Atomics.compareExchange(counter, 0, number, number + 1) === number) return true;';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'read, add, write',
    find: TAKE,
    replace: 'const number = counter[0] ?? 0;\n  counter[0] = number + 1;\n  return number;',
    caughtBy: 'another thread takes between your steps',
  },
  {
    change: 'checking and adding are two steps',
    find: LOOP,
    replace: 'Atomics.add(counter, 0, 1);\n    return true;',
    caughtBy: 'another thread competes for the last place',
  },
  {
    change: 'an atomic read and an atomic write are not one step',
    find: TAKE,
    replace:
      'const number = Atomics.load(counter, 0);\n  Atomics.store(counter, 0, number + 1);\n  return number;',
    caughtBy: 'another thread takes between your steps',
  },
  {
    change: 'added in one step, and read in another',
    find: TAKE,
    replace: 'Atomics.add(counter, 0, 1);\n  return Atomics.load(counter, 0) - 1;',
    caughtBy: 'another thread takes between your steps',
  },
  {
    change: 'it returns the number after the addition',
    find: TAKE,
    replace: 'return Atomics.add(counter, 0, 1) + 1;',
    caughtBy: 'two callers, one after the other',
  },
  {
    change: 'it gives up when another thread came first',
    find: LOOP,
    replace: 'return Atomics.compareExchange(counter, 0, number, number + 1) === number;',
    caughtBy: 'another thread enters, and there is room for both',
  },
  {
    change: 'it adds first, and subtracts again if that was too much',
    find: `    const number = Atomics.load(counter, 0);
    if (number >= max) return false;`,
    replace: `    const number = Atomics.add(counter, 0, 1);
    if (number < max) return true;
    Atomics.sub(counter, 0, 1);
    if (number >= max) return false;`,
    caughtBy: 'there is no room, not even for a moment',
  },
  {
    change: 'leave takes three steps',
    find: 'Atomics.sub(counter, 0, 1);',
    replace: 'counter[0] = (counter[0] ?? 0) - 1;',
    caughtBy: 'two threads leave',
  },
  {
    change: 'after a failed try it assumes that another thread has entered',
    find: '  for (;;) {\n    const number = Atomics.load(counter, 0);',
    replace: '  for (let number = Atomics.load(counter, 0); ; number++) {',
    caughtBy: 'there is room, and another thread leaves',
  },
  {
    change: 'it tries only three times',
    find: '  for (;;) {',
    replace: '  for (let tries = 0; ; tries++) {\n    if (tries === 3) return false;',
    caughtBy: 'other threads enter after each of your first 40 steps',
  },
  {
    change: 'what it writes comes from another read than what it compares',
    find: 'Atomics.compareExchange(counter, 0, number, number + 1)',
    replace: 'Atomics.compareExchange(counter, 0, number, (counter[0] ?? 0) + 1)',
    caughtBy: 'one thread enters, and leaves after your next step',
  },
];
