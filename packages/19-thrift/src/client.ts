// The client with Thrift's library (chapter 19), with promises.

import { once } from 'node:events';
import { createClient, createConnection, type Connection } from 'thrift';
import * as PiService from './generated/PiService';
import { PiRequest, type PiResponse } from './generated/pi_types';
import { classesOf, type Wire } from './wire';

/** The library may pass a string instead of an error. */
function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

export class PiClient {
  readonly #client: PiService.Client;

  private constructor(private readonly connection: Connection) {
    this.#client = createClient(PiService, connection);
  }

  /** @throws Error if it cannot connect */
  static async connect(port: number, wire: Wire, host = '127.0.0.1'): Promise<PiClient> {
    const connection = createConnection(host, port, classesOf(wire));
    await once(connection, 'connect');
    connection.on('error', () => undefined); // its calls get the error
    return new PiClient(connection);
  }

  /** @throws IllegalArgument of pi.thrift */
  calc(n: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#client.calc(new PiRequest({ n }), (error: Error | null, response: PiResponse) => {
        if (error === null) resolve(response.value);
        else reject(toError(error));
      });
    });
  }

  ping(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#client.ping(text, (error: unknown, response: string) => {
        if (error === null) resolve(response);
        else reject(toError(error));
      });
    });
  }

  /** One-way: there is no reply. */
  note(text: string): void {
    // Without a callback, the generated code needs a promise library that no longer
    // exists.
    this.#client.note(text, () => undefined);
  }

  async close(): Promise<void> {
    const closed = once(this.connection, 'close');
    this.connection.end();
    await closed;
  }
}
