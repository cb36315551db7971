// Which methods a server command offers: those of the course, or those of a module of
// one's own. A module and not a value, since a thread can be given its path (chapter 09).

import {
  pingAndPi,
  syncTestMethods,
  testMethods,
  type Service,
  type SyncService,
} from '@bytes-up/protocol';
import type { ServeFlags } from './options';

interface Kinds {
  /** Every handler answers with a value: for models that block. */
  sync: SyncService;
  /** A handler may answer with a promise. */
  async: Service;
}

/**
 * @param flags `serviceModule` is the path of a module that exports `service`
 * @param kind which test methods come with it: a `sleep` that blocks, or one that
 *   promises
 * @throws Error for a module that exports no `service`
 */
export function serviceFrom<K extends keyof Kinds>(
  { serviceModule, testMethods: offered }: ServeFlags,
  kind: K,
): Kinds[K] {
  const service = serviceModule === undefined ? pingAndPi : serviceOf(serviceModule);
  if (!offered) return service as Kinds[K];
  return { ...service, ...(kind === 'sync' ? syncTestMethods() : testMethods()) } as Kinds[K];
}

function serviceOf(path: string): Service {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  const { service } = require(path) as { readonly service?: Service };
  if (service !== undefined) return service;
  throw new Error(`expected ${path} to export "service", a map of method names to handlers`);
}
