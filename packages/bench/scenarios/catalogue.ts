// Every scenario. A new one is added here, and the command knows it. Each is loaded when
// its turn comes, and resp late: its Redis client has a class that extends String, after
// which V8 is slower at every method of strings.

/* eslint-disable @typescript-eslint/no-require-imports -- an import() would miss the hook that knows TypeScript */
import type { Scenario } from './scenario';

export interface Entry {
  /** What is typed after `bench`. */
  readonly name: string;
  readonly load: () => Scenario;
}

export const CATALOGUE: readonly Entry[] = [
  { name: 'framing', load: () => (require('./framing') as typeof import('./framing')).framing },
  { name: 'protobuf', load: () => (require('./protobuf') as typeof import('./protobuf')).protobuf },
  { name: 'client', load: () => (require('./client') as typeof import('./client')).client },
  { name: 'resp', load: () => (require('./resp') as typeof import('./resp')).resp },
  {
    name: 'event-loops',
    load: () => (require('./event-loops') as typeof import('./event-loops')).eventLoops,
  },
];
