// A client whose methods are the service's (chapter 07): `await client.ping('hello')`.

import type { Json } from '@bytes-up/protocol';
import { Client, type CallOptions, type ClientOptions } from './client';
import type { Address } from '@bytes-up/protocol';

/** The signatures: `{ ping: (params: Json) => Json; pi: (terms: number) => number }`. */
export type Methods = Readonly<Record<string, (params: never) => Json>>;

// #region typed
/**
 * The same methods, with promises and options. `$client` is the client itself, to call by
 * name and to close it.
 */
export type TypedClient<M extends Methods> = {
  readonly [Name in keyof M]: (
    ...args: [...Parameters<M[Name]>, options?: CallOptions]
  ) => Promise<ReturnType<M[Name]>>;
} & { readonly $client: Client };

/**
 * The types are not checked at run time: the server may return something else. Methods
 * that the language and its tools call on every object, such as `toString`, `toJSON` and
 * `valueOf`, are the client's own. To call a server's method with such a name, write
 * `client.$client.call('toString')`.
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

/** Names that `await` and test tools look up to find out what an object is. */
const PROBES: ReadonlySet<string> = new Set(['then', 'asymmetricMatch', 'hasAttribute']);
