import { DEFAULT_LIMITS } from '@bytes-up/protocol';
import { readFileSync } from 'node:fs';
import { boundConnections, descriptorLimit, roomForConnections } from '../index';

jest.mock('node:fs', () => {
  const actual = jest.requireActual<typeof import('node:fs')>('node:fs');
  return { ...actual, readFileSync: jest.fn(actual.readFileSync), readdirSync: jest.fn() };
});

const { readdirSync } = jest.requireMock<{ readdirSync: jest.Mock }>('node:fs');

/** Simulates Linux with this limit and this many open descriptors. */
function withDescriptors(limit: number | 'unlimited', open: number): void {
  const line = `Max open files            ${limit}                 4096                 files     `;
  jest.mocked(readFileSync).mockReturnValue(`Limit Soft Hard Units\n${line}\n`);
  readdirSync.mockReturnValue(Array.from({ length: open }, String));
}

test.each([
  [1024, 24, 1, 984],
  [1024, 24, 5, 196],
  [64, 20, 1, 28],
  [20, 20, 1, 1],
  ['unlimited', 20, 1, Infinity],
] as const)(
  'of %s descriptors, with %s open, %s for each connection: %s',
  (limit, open, each, room) => {
    withDescriptors(limit, open);
    expect(roomForConnections(each)).toBe(room);
  },
);

test('a maxConnections that is too high is lowered, and the log says why', () => {
  withDescriptors(64, 20);
  const log: string[] = [];
  const limits = { ...DEFAULT_LIMITS, maxConnections: 300 };
  const bounded = boundConnections(limits, (line) => log.push(line));
  expect(bounded).toEqual({ ...limits, maxConnections: 28 });
  expect(log).toEqual(['limited to 28 connections: ulimit -n is 64']);
  expect(boundConnections(bounded, (line) => log.push(line))).toBe(bounded);
  expect(log).toHaveLength(1);
});

test('without /proc the limit comes from Node’s diagnostic report', () => {
  jest.mocked(readFileSync).mockImplementation(() => {
    throw new Error('ENOENT');
  });
  expect(descriptorLimit()).toBeGreaterThan(0);
});
