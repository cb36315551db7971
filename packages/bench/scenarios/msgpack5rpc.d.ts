// msgpack5rpc has no types of its own. What the scenario uses of it.

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
