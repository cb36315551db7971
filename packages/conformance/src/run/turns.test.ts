import { setImmediate as turn } from 'node:timers/promises';
import { Turns } from './turns';

/** Work that ends when it is told to. */
class Work {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  run(name: string): Promise<string> {
    this.begun.push(name);
    return new Promise((resolve) => this.#ends.set(name, () => resolve(name)));
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    await turn();
  }
}

test('so many run at a time, and the others begin in order', async () => {
  const turns = new Turns(2);
  const work = new Work();
  const all = ['a', 'b', 'c', 'd'].map((name) => turns.take(() => work.run(name)));
  await turn();
  expect(work.begun).toEqual(['a', 'b']);
  await work.end('b');
  expect(work.begun).toEqual(['a', 'b', 'c']);
  await work.end('a');
  expect(work.begun).toEqual(['a', 'b', 'c', 'd']);
  await work.end('c');
  await work.end('d');
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

test('one that throws passes its turn on, and its error to who asked', async () => {
  const turns = new Turns(1);
  const failed = turns.take(() => Promise.reject(new Error('no')));
  const next = turns.take(() => Promise.resolve('next'));
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
});

test('a turn that nobody waits for is free again', async () => {
  const turns = new Turns(1);
  expect(await turns.take(() => Promise.resolve(1))).toBe(1);
  expect(await turns.take(() => Promise.resolve(2))).toBe(2);
});
