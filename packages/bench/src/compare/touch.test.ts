import { join } from 'node:path';
import { runScript } from '@bytes-up/testkit';
import { touch } from './touch';

const MIB = 1024 * 1024;

describe('touch', () => {
  test('flattens a rope: its characters are in memory afterwards, and not before', async () => {
    const script = join(__dirname, '../testing/rope-memory.ts');
    const { stdout } = await runScript(script, { flags: ['--expose-gc'] });
    const rope = JSON.parse(stdout) as Record<string, number>;
    expect(rope['characters']).toBe(32 * MIB);
    expect(rope['unreadBytes']).toBeLessThan(2 * MIB);
    expect(rope['readBytes']).toBeGreaterThan(30 * MIB);
  });

  test('reads every member of an object, however deep', () => {
    const read: string[] = [];
    const spy = (members: Record<string, unknown>): object =>
      new Proxy(members, {
        get: (target, name) => {
          if (typeof name === 'string') read.push(name);
          return target[name as string];
        },
      });
    touch([spy({ in: 'ping', params: spy({ x: 1, y: 'two' }) })]);
    expect(read).toEqual(['in', 'params', 'x', 'y']);
  });

  test.each([
    ['a string by length and middle character', 'abc', 3 + 0x62],
    ['an empty string', '', 0],
    ['bytes by length, first and last', Buffer.from([7, 0, 9]), 3 + 7 + 9],
    ['no bytes', Buffer.alloc(0), 0],
    ['an array', [1, 2, 'abc'], 1 + 2 + 3 + 0x62],
    ['a map by keys and values', new Map([['abc', 5]]), 3 + 0x62 + 5],
    ['null', null, 0],
    ['undefined', undefined, 0],
    ['a boolean', true, 1],
    ['a bigint', 5n, 1],
  ])('reads %s', (_title, value, expected) => {
    expect(touch(value)).toBe(expected);
  });

  test('terminates on an object that contains itself', () => {
    const circle: Record<string, unknown> = { x: 1 };
    circle['self'] = circle;
    expect(touch(circle)).toBe(64);
  });
});
