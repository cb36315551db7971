// Drives the learner's list over a fake tree, and records the steps.

import { CaseFailed, expectEqual, resultOf, show } from '@bytes-up/testkit';
import { FakeTree } from './fake-tree';

type Entry = readonly [name: string, data: string];

interface Change {
  readonly added: readonly Entry[];
  readonly removed: readonly string[];
}

interface ServerList {
  readonly servers: ReadonlyMap<string, string>;
  start(): Promise<void>;
}

export interface Exports {
  ServerList: new (
    tree: Pick<FakeTree, 'childrenAndWatch' | 'data'>,
    onChange: (change: Change) => void,
  ) => ServerList;
}

export class Driver {
  readonly tree = new FakeTree();
  readonly #list: ServerList;
  readonly #changes: Change[] = [];
  /** What a listener knows if it applies every change. */
  readonly #believed = new Map<string, string>();
  readonly #done: string[] = [];
  #mistake: string | undefined;
  /** The names in `servers` at each change. */
  readonly #seenThen: string[] = [];

  /** @param before the servers before it starts */
  constructor({ ServerList }: Exports, before: readonly string[]) {
    this.#done.push(before.length === 0 ? 'an empty tree' : `a tree with ${before.join(' ')}`);
    this.tree.add(...before);
    this.#list = new ServerList(this.tree, (change) => this.#hear(change));
  }

  /** Changes the tree during a call. */
  during(call: Parameters<FakeTree['during']>[0], what: string, change: () => void): void {
    this.#done.push(`during "${call}" ${what}`);
    this.tree.during(call, change);
  }

  async start(): Promise<void> {
    this.#done.push('start');
    await resultOf(this.given, () => this.#list.start());
  }

  startUnguarded(): Promise<void> {
    return this.#list.start();
  }

  /** Changes the tree, and waits until the list has nothing more to do. */
  async then(what: string, change: () => void): Promise<void> {
    this.#done.push(what);
    change();
    await this.settled();
  }

  settled(): Promise<void> {
    return this.tree.settled(this.given);
  }

  get given(): string {
    return this.#done.join('; ');
  }

  /** `servers` matches the tree, and so do all changes together. */
  expectUpToDate(): void {
    const expected = this.tree.entries.map(([name]) => name).join(' ');
    expectEqual(`${this.given}; names in servers`, expected, namesOf(this.#list.servers));
    expectEqual(`${this.given}; servers`, this.tree.entries, inOrder(this.#list.servers));
    if (this.#mistake !== undefined)
      throw new CaseFailed({
        given: this.given,
        expected: 'consistent changes',
        came: this.#mistake,
      });
    expectEqual(`${this.given}; all changes together`, expected, namesOf(this.#believed));
  }

  expectChanges(expected: readonly (readonly [added: string, removed: string])[]): void {
    const came = this.#changes.map(({ added, removed }) => [
      added.map(([name]) => name).join(' '),
      removed.join(' '),
    ]);
    expectEqual(`${this.given}; [added, removed] of each change`, expected, came);
  }

  expectSeenThen(expected: readonly string[]): void {
    expectEqual(`${this.given}; names in servers at each change`, expected, this.#seenThen);
  }

  expectNamesRead(times: number): void {
    expectEqual(`${this.given}; reads of the names`, times, this.tree.namesRead);
  }

  expectOneAtATime(): void {
    if (!this.tree.hasOverlapped) return;
    throw new CaseFailed({
      given: this.given,
      expected: 'one read after the other',
      came: `a second one began before the first had ended: ${this.tree.calls.join(', ')}`,
    });
  }

  #hear(change: Change): void {
    this.#changes.push(change);
    this.#seenThen.push(namesOf(this.#list.servers));
    for (const name of change.removed)
      if (!this.#believed.delete(name)) this.#mistake ??= `${name} removed, which was not known`;
    for (const [name, data] of change.added) {
      if (this.#believed.has(name)) this.#mistake ??= `${name} added twice`;
      this.#believed.set(name, data);
    }
    if (change.added.length + change.removed.length === 0)
      this.#mistake ??= `an empty change: ${show(change)}`;
  }
}

function inOrder(servers: ReadonlyMap<string, string>): Entry[] {
  return [...servers].sort(([a], [b]) => (a < b ? -1 : 1));
}

function namesOf(servers: ReadonlyMap<string, string>): string {
  return inOrder(servers)
    .map(([name]) => name)
    .join(' ');
}
