// The descriptors of a master: its channels and the connections that it has accepted.

import { bindMethods } from '@bytes-up/testkit';

type Channel = 'ready' | 'full' | 'dead';

const CODES = { full: 'EAGAIN', dead: 'EPIPE' };

export class FakeMaster {
  readonly #channels = new Map<number, Channel>();
  readonly #connections = new Set<number>();
  /** What was passed, such as `20 to 6`. */
  readonly passed: string[] = [];
  /** The code of the error that the next sendmsg throws. */
  failNext: string | undefined;

  constructor() {
    bindMethods(this);
  }

  get openConnections(): readonly number[] {
    return [...this.#connections];
  }

  get openChannels(): readonly number[] {
    return [...this.#channels.keys()].sort((a, b) => a - b);
  }

  socketpair(channel: number): void {
    this.#channels.set(channel, 'ready');
  }

  accept(fd: number): void {
    this.#connections.add(fd);
  }

  become(channel: number, state: Channel): void {
    this.#channels.set(channel, state);
  }

  sendmsg(channel: number, fd: number): void {
    const state = this.#channels.get(channel);
    const call = `sendmsg(${channel}, ${fd})`;
    const { failNext } = this;
    this.failNext = undefined;
    if (failNext !== undefined) throw failure(call, failNext);
    if (state === undefined || !this.#connections.has(fd)) throw failure(call, 'EBADF');
    if (state !== 'ready') throw failure(call, CODES[state]);
    this.passed.push(`${fd} to ${channel}`);
  }

  close(fd: number): void {
    if (!this.#connections.delete(fd) && !this.#channels.delete(fd))
      throw failure(`close(${fd})`, 'EBADF');
  }
}

function failure(call: string, code: string): Error {
  return Object.assign(new Error(`${call}: ${code}`), { code });
}
