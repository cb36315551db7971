// Chapter 02: the journey of one call.
export { hello, type Step } from './hello';
export { floodAndBlock, floodWithoutBlocking, type Flood } from './flood';
export { exchange, type Exchange } from './pieces';
export { queuesOf, type Queues } from './queues';
