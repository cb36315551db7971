// One client that connects, sends its bytes, and stays until it is told to leave or the
// server ends its connection. It records what it sees, and when.

import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { DEFAULT_LIMITS, parseResponse, type ErrorResult } from '@bytes-up/protocol';
import { FrameBuffer, type Step } from '@bytes-up/testkit';
import type { Plan } from './plan';

export interface Seen {
  /** By performance.now. */
  readonly atMs: number;
  readonly step: Step;
  readonly note?: string;
}

/** A slow reader reads this many bytes, then pauses for this many milliseconds. */
const SLOW_BYTES = 4096;
const SLOW_PAUSE_MS = 50;
/** So often a client writes before others get their turn. */
const WRITES_A_TURN = 64;

export class HeldClient {
  readonly seen: Seen[] = [];
  /** It has left, or its connection has ended. */
  isOver = false;
  /** Answers received to its calls. */
  answers = 0;
  /** UNAVAILABLE answers, to a call or unsolicited. */
  refusals = 0;
  /** It has connected, or it is gone. */
  readonly arrived: Promise<void>;
  /** It has connected and sent everything, or it is gone. */
  readonly asked: Promise<void>;
  /** All its calls are answered, or it is gone. */
  readonly answered: Promise<void>;
  /** Its connection is closed. */
  readonly gone: Promise<void>;
  readonly #buffer = new FrameBuffer();
  readonly #socket: Socket;
  #onAnswered: () => void = () => undefined;
  #pause: NodeJS.Timeout | undefined;

  /** @param bytes what it sends; empty for a client that sends nothing */
  constructor(
    /** Its number, from 1. */
    readonly number: number,
    private readonly plan: Plan,
    bytes: Buffer,
    private readonly onSeen: (client: HeldClient, seen: Seen) => void,
  ) {
    this.#socket = this.#connect();
    this.gone = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    this.answered = Promise.race([
      new Promise<void>((resolve) => (this.#onAnswered = resolve)),
      this.gone,
    ]);
    const connected = new Promise<void>((resolve) => this.#socket.once('connect', resolve));
    this.arrived = Promise.race([connected, this.gone]);
    this.asked = Promise.race([connected.then(() => this.#send(bytes)), this.gone]);
  }

  /** Its end of the connection; undefined unless it is connected. */
  get localPort(): number | undefined {
    // Not while it is connecting: Node caches the first answer that it gets from the
    // kernel.
    return this.isOver || this.#socket.connecting ? undefined : this.#socket.localPort;
  }

  has(step: Step): boolean {
    return this.seen.some((each) => each.step === step);
  }

  leave(): void {
    this.over(this.#socket.connecting ? 'not connected' : 'left');
  }

  /** Records how its connection ended, and closes it. Only the first call counts. */
  over(step: Step, note?: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#note(step, note);
    clearTimeout(this.#pause);
    this.#socket.destroy();
  }

  #connect(): Socket {
    const slowly = {
      buffer: Buffer.alloc(this.plan.read === 'slowly' ? SLOW_BYTES : 0),
      callback: (count: number, buffer: Uint8Array): boolean => {
        this.#take(Buffer.from(buffer.subarray(0, count)));
        this.#pause = setTimeout(() => this.#socket.resume(), SLOW_PAUSE_MS);
        return false;
      },
    };
    const socket = connect({
      ...this.plan.address,
      noDelay: true,
      allowHalfOpen: true,
      ...(this.plan.read === 'slowly' && { onread: slowly }),
    });
    if (this.plan.read === 'never') socket.pause();
    if (this.plan.read === 'at once') socket.on('data', (chunk: Buffer) => this.#take(chunk));
    return socket
      .once('connect', () => this.#note('connected'))
      .once('end', () => this.over('ended'))
      .on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
        this.over(this.has('connected') ? 'reset' : 'not connected', code);
      });
  }

  /** Resolves when the kernel has accepted all bytes. */
  async #send(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return this.#onAnswered(); // it expects no answer
    for (let n = 0; n < this.plan.times && !this.isOver; n++) {
      // Writes that the kernel takes at once would keep timers, signals and answers
      // waiting.
      if (n % WRITES_A_TURN === WRITES_A_TURN - 1) await turn();
      await new Promise<void>((taken) => this.#socket.write(bytes, () => taken()));
    }
    this.#note(this.plan.halfFrame ? 'half sent' : 'sent');
  }

  #take(chunk: Buffer): void {
    this.#buffer.push(chunk);
    while (!this.isOver && this.#buffer.hasFrame()) this.#answer(this.#buffer.takeFrame());
    const length = this.#buffer.announced() ?? 0;
    if (length > DEFAULT_LIMITS.maxFrameBytes) this.over('broken', `a frame of ${length} bytes`);
  }

  #answer(body: Buffer): void {
    try {
      const { out, result } = parseResponse(JSON.parse(body.toString()));
      this.#count(out === 'error' ? (result as ErrorResult).code : undefined);
    } catch (error) {
      this.over('broken', (error as Error).message);
    }
  }

  /** @param code the code of an error answer */
  #count(code: string | undefined): void {
    const { request, halfFrame, times } = this.plan;
    const calls = request === undefined || halfFrame ? 0 : times;
    // A server that cannot serve a connection may send that without a request (clause
    // 1.1).
    if (code === 'UNAVAILABLE') {
      this.refusals++;
      if (this.refusals === 1) this.#note('refused');
    } else if (this.answers === calls) {
      this.over('broken', 'an unexpected answer');
    } else {
      this.answers++;
      // The first and the last one are enough for the timeline.
      if (this.answers === 1 || this.answers === calls) this.#note('answered', code);
    }
    if (this.answers + this.refusals >= calls) this.#onAnswered();
  }

  #note(step: Step, note?: string): void {
    if (this.isOver && (step === 'sent' || step === 'half sent')) return;
    const seen = { atMs: performance.now(), step, ...(note !== undefined && { note }) };
    this.seen.push(seen);
    this.onSeen(this, seen);
  }
}
