// A client whose methods are the service's (chapter 07): `await client.ping('hello')`.

import type { Json } from '@bytes-up/protocol';
import { Client, type CallOptions, type ClientOptions } from './client';
import type { Address } from '@bytes-up/protocol';

/** What each method takes and gives: `{ ping: (params: Json) => Json; pi: (terms: number) => number }`. */
export type Methods = Readonly<Record<string, (params: never) => Json>>;

// #region typed
/** The same methods, which give promises and take options. `$client` is the client itself: for calls by name, and to close it. */
export type TypedClient<M extends Methods> = {
  readonly [Name in keyof M]: (
    ...args: [...Parameters<M[Name]>, options?: CallOptions]
  ) => Promise<ReturnType<M[Name]>>;
} & { readonly $client: Client };

/**
 * The types are a promise of whoever writes them: what the server answers is not looked
 * at. What the language and its tools call on every object is no call of the server:
 * `toString`, `toJSON`, `valueOf` and the like are the client's own. A method of such a
 * name is called by it: `client.$client.call('toString')`.
 */
export function createClient<M extends Methods>(
  address: Address,
  options?: ClientOptions,
): TypedClient<M> {
  const client = new Client(address, options);
  const own = Object.freeze({
    $client: client,
    toJSON: () => ({ address }),
    toString: () => `TypedClient(${address.host}:${address.port})`,
  });
  return new Proxy(own as unknown as TypedClient<M>, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name) as unknown;
      if (typeof name === 'symbol' || PROBES.has(name)) return undefined;
      return (params: Json, callOptions?: CallOptions) => client.call(name, params, callOptions);
    },
    set(_target, name) {
      throw new TypeError(`a typed client has its server's methods: ${String(name)} cannot be set`);
    },
  });
}
// #endregion typed

/** Names that `await` and test tools call on an object to learn what it is. */
const PROBES: ReadonlySet<string> = new Set(['then', 'asymmetricMatch', 'hasAttribute']);
