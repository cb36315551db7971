// msgpack5rpc ships no types. These cover what the scenario uses.

declare module 'msgpack5rpc' {
  import type { EventEmitter } from 'node:events';

  export default class Session extends EventEmitter {
    attach(writer: NodeJS.WritableStream, reader: NodeJS.ReadableStream): void;
    request(
      method: string,
      args: readonly unknown[],
      callback: (error: unknown, result: unknown) => void,
    ): void;
  }
}
