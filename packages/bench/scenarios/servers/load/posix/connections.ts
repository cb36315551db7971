// The connections of the load generator in JavaScript, and the four ways to use them.

import { close, connect, EPOLLIN, EPOLLOUT, setNonBlocking, socket } from '@bytes-up/posix';
import { IPPROTO_TCP, setsockopt, TCP_NODELAY, type SocketAddress } from '@bytes-up/posix';
import { EventLoop } from '@bytes-up/single-process-async';
import { Caller, type CallFormat } from './caller';
import { Tally } from './tally';

export interface Config extends CallFormat {
  readonly address: SocketAddress;
  readonly connections: number;
  /** Connections that call at a time, or visitors. */
  readonly active: number;
}

const POLL_MS = 30_000;

export class Connections {
  readonly tally = new Tally();
  readonly #loop = new EventLoop();
  readonly #callers: Caller[] = [];
  #nextCaller = 0;

  constructor(private readonly config: Config) {}

  /** Opens all, one by one, and makes one call on each. */
  connect(): void {
    for (let i = 0; i < this.config.connections; i++) {
      const caller = this.#open();
      this.#callers.push(caller);
      caller.call(performance.now());
      caller.flush();
      while (caller.inFlight > 0) this.#turn();
    }
  }

  /** Each answer starts the next call, until the time is up. */
  closedLoop(ms: number): void {
    const endMs = performance.now() + ms;
    const { active, connections, inFlight } = this.config;
    const moves = active < connections;
    this.#onAnswer = (caller) => {
      const now = performance.now();
      if (now >= endMs) return;
      const next = moves ? this.#idle() : caller;
      next?.call(now);
      if (moves) next?.flush();
    };
    for (let i = 0; i < active; i++) {
      const caller = moves ? this.#idle() : this.#callers[i];
      for (let n = 0; n < inFlight; n++) caller?.call(performance.now());
      caller?.flush();
    }
    while (this.#inFlight > 0) this.#turn();
  }

  /** Calls when they are due, whatever the server does; latency counts from then. */
  openLoop(ms: number, perSecond: number): void {
    const startMs = performance.now();
    const giveUpMs = startMs + ms + POLL_MS / 10;
    const calls = Math.floor((perSecond * ms) / 1_000);
    this.#onAnswer = () => undefined;
    for (let next = 0; next < calls || this.#inFlight > 0;) {
      const now = performance.now();
      for (; next < calls; next++) {
        const dueMs = startMs + (next * 1_000) / perSecond;
        if (dueMs > now) break;
        if (now > giveUpMs) this.tally.record(now - dueMs);
        else {
          const caller = this.#idle();
          if (caller === undefined) break;
          caller.call(dueMs);
          caller.flush();
        }
      }
      this.#loop.turn(next < calls ? 0 : POLL_MS); // epoll waits whole milliseconds
    }
  }

  /** A connection for each call. */
  visits(ms: number): void {
    const endMs = performance.now() + ms;
    const visit = (): void => {
      const dueMs = performance.now();
      const caller = this.#open();
      this.#callers.push(caller);
      caller.call(dueMs);
      caller.flush();
    };
    this.#onAnswer = (caller) => {
      this.#loop.forget(caller.fd);
      close(caller.fd);
      this.#callers.splice(this.#callers.indexOf(caller), 1);
      if (performance.now() < endMs) visit();
    };
    for (let i = 0; i < this.config.active; i++) visit();
    while (this.#callers.length > 0) this.#turn();
  }

  #onAnswer: (caller: Caller) => void = () => undefined;

  #open(): Caller {
    const fd = socket();
    connect(fd, this.config.address);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    setNonBlocking(fd);
    const caller: Caller = new Caller(fd, this.config, this.tally, {
      answered: () => this.#onAnswer(caller),
      waitToSend: (waits) => this.#loop.change(fd, waits ? EPOLLIN | EPOLLOUT : EPOLLIN),
    });
    this.#loop.watch(fd, EPOLLIN, caller);
    return caller;
  }

  #turn(): void {
    this.#loop.turn(POLL_MS);
  }

  get #inFlight(): number {
    return this.#callers.reduce((sum, { inFlight }) => sum + inFlight, 0);
  }

  /** The next connection that can take a call. */
  #idle(): Caller | undefined {
    for (let i = 0; i < this.#callers.length; i++) {
      const caller = this.#callers[this.#nextCaller % this.#callers.length];
      this.#nextCaller++;
      if (caller !== undefined && caller.inFlight < this.config.inFlight) return caller;
    }
    return undefined;
  }
}
