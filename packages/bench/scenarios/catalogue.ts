// Every scenario: add a new one here to make the command know it. Each is loaded only
// when its turn comes, because the Redis client of resp has a class that extends String,
// and loading it slows down all string methods in V8.

/* eslint-disable @typescript-eslint/no-require-imports -- an import() would miss the hook that knows TypeScript */
import type { Scenario } from './scenario';

export interface Entry {
  /** The argument of `bench`. */
  readonly name: string;
  readonly load: () => Scenario;
}

export const CATALOGUE: readonly Entry[] = [
  {
    name: 'servers',
    load: () => (require('./servers/servers') as typeof import('./servers/servers')).servers,
  },
  { name: 'framing', load: () => (require('./framing') as typeof import('./framing')).framing },
  { name: 'protobuf', load: () => (require('./protobuf') as typeof import('./protobuf')).protobuf },
  { name: 'client', load: () => (require('./client') as typeof import('./client')).client },
  { name: 'resp', load: () => (require('./resp') as typeof import('./resp')).resp },
  {
    name: 'event-loops',
    load: () => (require('./event-loops') as typeof import('./event-loops')).eventLoops,
  },
  {
    name: 'growth',
    load: () => (require('./growth/growth') as typeof import('./growth/growth')).growth,
  },
];
