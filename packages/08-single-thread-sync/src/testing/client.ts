// A client for this chapter's tests and demo: frames in, answers out, in the order in which they come.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodeFrame, FrameDecoder } from '@bytes-up/codec';
import { DEFAULT_LIMITS, type Response } from '@bytes-up/protocol';
import type { Address } from '@bytes-up/server-command';

export class TestClient {
  readonly #decoder = new FrameDecoder(DEFAULT_LIMITS);
  readonly answers: Response[] = [];
  #changed: () => void = () => undefined;
  ended = false;

  private constructor(readonly socket: Socket) {
    const end = (): void => {
      this.ended = true;
      this.#changed();
    };
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('end', end).on('close', end);
    socket.on('error', () => undefined); // a reset; 'close' follows
  }

  static async connect({ host, port }: Address): Promise<TestClient> {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    await once(socket, 'connect');
    return new TestClient(socket);
  }

  /** Resolves when the kernel has taken the bytes: when send has returned. */
  async send(...requests: object[]): Promise<void> {
    const error = await new Promise((taken) => this.socket.write(frames(...requests), taken));
    if (error) throw error as Error;
  }

  /** Resolves when so many answers have come in all; fails when the server ends the stream before. */
  async receive(count: number): Promise<Response[]> {
    while (this.answers.length < count) {
      if (this.ended) throw new Error(`the stream ended after ${this.answers.length} answers`);
      await new Promise<void>((changed) => (this.#changed = changed));
    }
    return this.answers;
  }

  /** Resolves when the server has ended the stream. */
  async end(): Promise<Response[]> {
    while (!this.ended) await new Promise<void>((changed) => (this.#changed = changed));
    return this.answers;
  }

  close(): void {
    this.socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#decoder.push(chunk);
    for (let body = this.#decoder.next(); body !== undefined; body = this.#decoder.next()) {
      this.answers.push(JSON.parse(body.toString()) as Response);
    }
    this.#changed();
  }
}

export function frames(...requests: object[]): Buffer {
  return Buffer.concat(requests.map((request) => encodeFrame(JSON.stringify(request))));
}
