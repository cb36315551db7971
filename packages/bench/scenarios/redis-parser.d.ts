// redis-parser ships no types. These cover what the scenario uses.

declare module 'redis-parser' {
  export default class Parser {
    constructor(options: {
      readonly returnReply: (reply: unknown) => void;
      readonly returnError: (error: Error) => void;
    });
    execute(chunk: Buffer): void;
  }
}
