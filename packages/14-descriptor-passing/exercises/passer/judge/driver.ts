// Drives the learner's passer in a fake master.

import { expectCode, expectEqual, expectResult } from '@bytes-up/testkit';
import { FakeMaster } from './fake-master';

interface Passer {
  readonly pending: number | undefined;
  add(channel: number): void;
  remove(channel: number): void;
  pass(fd: number): void;
  retry(): void;
  closed(channel: number, count: number): void;
  open(channel: number): number;
}

export interface Exports {
  Passer: new (system: Pick<FakeMaster, 'sendmsg' | 'close'>, maxOpen: number) => Passer;
}

const MANY = 1_000;

export class Driver {
  readonly #master = new FakeMaster();
  readonly #passer: Passer;
  readonly #done: string[];

  constructor({ Passer }: Exports, channels: readonly number[], maxOpen = MANY) {
    this.#done = maxOpen === MANY ? [] : [`maxOpen ${maxOpen}`];
    this.#passer = this.#do(undefined, () => new Passer(this.#master, maxOpen));
    this.add(...channels);
  }

  add(...channels: readonly number[]): void {
    for (const channel of channels) {
      this.#master.socketpair(channel);
      this.#do(`add(${channel})`, () => this.#passer.add(channel));
    }
  }

  remove(channel: number): void {
    this.#do(`remove(${channel})`, () => this.#passer.remove(channel));
  }

  pass(...fds: readonly number[]): void {
    for (const fd of fds) {
      this.#master.accept(fd);
      this.#do(`pass(${fd})`, () => this.#passer.pass(fd));
    }
  }

  retry(): void {
    this.#do('retry()', () => this.#passer.retry());
  }

  closed(channel: number, count: number): void {
    this.#do(`closed(${channel}, ${count})`, () => this.#passer.closed(channel, count));
  }

  becomes(channel: number, state: 'ready' | 'full' | 'dead'): void {
    this.#done.push(`${channel} becomes ${state}`);
    this.#master.become(channel, state);
  }

  async expectThrown(code: string, fd: number): Promise<void> {
    this.#master.accept(fd);
    this.#master.failNext = code;
    const given = `${this.#given}; pass(${fd}), where sendmsg throws ${code}`;
    await expectCode(given, code, () => this.#passer.pass(fd));
  }

  expectPassed(...expected: readonly string[]): void {
    expectEqual(`${this.#given}; passed`, expected, this.#master.passed);
  }

  /** The connections that the master has not closed. */
  expectInMaster(...expected: readonly number[]): void {
    const what = 'connections open in the master';
    expectEqual(`${this.#given}; ${what}`, expected, this.#master.openConnections);
  }

  expectChannels(...expected: readonly number[]): void {
    const what = 'channels open in the master';
    expectEqual(`${this.#given}; ${what}`, expected, this.#master.openChannels);
  }

  expectPending(expected: number | undefined): void {
    const pending = this.#do(undefined, () => this.#passer.pending);
    expectEqual(`${this.#given}; pending`, expected, pending);
  }

  expectOpen(channel: number, expected: number): void {
    const open = this.#do(undefined, () => this.#passer.open(channel));
    expectEqual(`${this.#given}; open(${channel})`, expected, open);
  }

  #do<T>(step: string | undefined, call: () => T): T {
    if (step !== undefined) this.#done.push(step);
    return expectResult(this.#given, call);
  }

  get #given(): string {
    return this.#done.join('; ') || 'a new Passer';
  }
}
