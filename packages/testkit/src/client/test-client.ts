// A client for tests and demos: requests out, answers in, in order of arrival. The
// course's own client is in chapter 07.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { DEFAULT_LIMITS, type Response } from '@bytes-up/protocol';
import { FrameBuffer } from './frame-buffer';
import { frames } from './frames';

export class TestClient {
  readonly #buffer = new FrameBuffer();
  readonly answers: Response[] = [];
  #changed: (() => void)[] = [];
  /** The server has ended the stream, or the connection broke. */
  ended = false;

  private constructor(readonly socket: Socket) {
    const end = (): void => {
      this.ended = true;
      this.#wake();
    };
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('end', end).on('close', end);
    socket.on('error', () => undefined); // a reset; 'close' follows
  }

  static async connect(address: { host: string; port: number }): Promise<TestClient> {
    const socket = connect({ ...address, allowHalfOpen: true, noDelay: true });
    await once(socket, 'connect');
    return new TestClient(socket);
  }

  /** Sends requests in one write. Resolves when the kernel has accepted all bytes. */
  async send(...requests: object[]): Promise<void> {
    const error = await new Promise((taken) => this.socket.write(frames(...requests), taken));
    if (error) throw error as Error;
  }

  /**
   * Resolves when `count` answers have arrived in total.
   * @throws Error if the stream ends first
   */
  async receive(count: number): Promise<Response[]> {
    while (this.answers.length < count) {
      if (this.ended) throw new Error(`the stream ended after ${this.answers.length} answers`);
      await this.#change();
    }
    return this.answers;
  }

  /** Sends one request and returns the next answer. */
  async call(request: object): Promise<Response> {
    const before = this.answers.length;
    await this.send(request);
    const answers = await this.receive(before + 1);
    return answers[before] as Response;
  }

  /** Resolves when the server has ended the stream. */
  async end(): Promise<Response[]> {
    while (!this.ended) await this.#change();
    return this.answers;
  }

  close(): void {
    this.socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#buffer.push(chunk);
    const length = this.#buffer.announced() ?? 0;
    // Receive() then throws.
    if (length > DEFAULT_LIMITS.maxFrameBytes) this.socket.destroy();
    while (this.#buffer.hasFrame()) {
      this.answers.push(JSON.parse(this.#buffer.takeFrame().toString()) as Response);
    }
    this.#wake();
  }

  #change(): Promise<void> {
    return new Promise((changed) => this.#changed.push(changed));
  }

  #wake(): void {
    for (const changed of this.#changed.splice(0)) changed();
  }
}
