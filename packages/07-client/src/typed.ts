// A client whose methods are the service's (chapter 07): `await client.ping('hello')`.

import type { Json } from '@bytes-up/protocol';
import { Client, type CallOptions, type ClientOptions } from './client';
import type { Address } from './open-socket';

/** What each method takes and gives: `{ ping: (params: Json) => Json; pi: (terms: number) => number }`. */
export type Methods = Readonly<Record<string, (params: never) => Json>>;

// #region typed
/** The same methods, which give promises and take options. `$client` is the client itself: for calls by name, and to close it. */
export type TypedClient<M extends Methods> = {
  readonly [Name in keyof M]: (
    ...args: [...Parameters<M[Name]>, options?: CallOptions]
  ) => Promise<ReturnType<M[Name]>>;
} & { readonly $client: Client };

/** The types are a promise of whoever writes them: what the server answers is not looked at. */
export function createClient<M extends Methods>(
  address: Address,
  options?: ClientOptions,
): TypedClient<M> {
  const client = new Client(address, options);
  return new Proxy({ $client: client } as unknown as TypedClient<M>, {
    get(_target, name) {
      if (name === '$client') return client;
      if (typeof name === 'symbol' || name === 'then') return undefined; // a client is nothing to await
      return (params: Json, callOptions?: CallOptions) => client.call(name, params, callOptions);
    },
    has: (_target, name) => name === '$client',
  });
}
// #endregion typed
