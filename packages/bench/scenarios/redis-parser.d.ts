// redis-parser has no types of its own. What the scenario uses of it.

declare module 'redis-parser' {
  export default class Parser {
    constructor(options: {
      readonly returnReply: (reply: unknown) => void;
      readonly returnError: (error: Error) => void;
    });
    execute(chunk: Buffer): void;
  }
}
