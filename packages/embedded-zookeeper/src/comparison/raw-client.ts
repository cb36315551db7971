// A client that sends exactly the bytes that a test gives it, and returns every frame
// that arrives.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { FrameSplitter } from '../wire/frame-splitter';
import { JuteReader, JuteWriter } from '../wire/jute';

const NO_PASSWORD: Buffer = Buffer.alloc(16);

export class RawClient {
  readonly #frames: Buffer[] = [];
  readonly #splitter = new FrameSplitter();
  #wake: () => void = () => undefined;
  /** The connection is closed. */
  ended = false;

  private constructor(readonly socket: Socket) {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      for (const frame of this.#splitter.push(chunk)) this.#frames.push(frame.subarray(4));
      this.#wake();
    });
    socket.on('close', () => {
      this.ended = true;
      this.#wake();
    });
  }

  static async to(address: string): Promise<RawClient> {
    const [host = '', port] = address.split(':');
    const socket = connect(Number(port), host);
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  send(message: JuteWriter): void {
    this.socket.write(message.frame());
  }

  /** The next frame; undefined if the server closes the connection instead. */
  async next(): Promise<JuteReader | undefined> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame !== undefined) return new JuteReader(frame);
      if (this.ended) return undefined;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /**
   * Opens or resumes a session.
   * @returns the server's reply; undefined if it closes the connection instead
   */
  async hello({ zxid = 0n, session = 0n, password = NO_PASSWORD, timeoutMs = 60_000 } = {}) {
    this.send(new JuteWriter().int(0).long(zxid).int(timeoutMs).long(session).buffer(password));
    const reply = await this.next();
    if (reply === undefined) return undefined;
    reply.int();
    return {
      timeoutMs: reply.int(),
      session: reply.long(),
      password: reply.buffer() ?? Buffer.alloc(0),
    };
  }

  /** Sends a request. @returns the header of the next frame */
  async ask(xid: number, type: number, body: (request: JuteWriter) => JuteWriter = (same) => same) {
    this.send(body(new JuteWriter().int(xid).int(type)));
    const reply = await this.next();
    return reply && { xid: reply.int(), zxid: reply.long(), error: reply.int(), body: reply };
  }
}
