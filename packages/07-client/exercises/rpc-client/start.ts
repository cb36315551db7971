// my/rpc, step 4: the client. The task: npm start -- exercise 07-rpc-client

import type { Json } from '@bytes-up/protocol';
// You will need these:
// import net from 'node:net';
// import { RpcError } from '@bytes-up/protocol';
// import { Calls } from './calls';
// import { encodeFrame, FrameDecoder } from './frames';

export interface Client {
  /**
   * Calls a method.
   * @param options timeoutMs: reject with DEADLINE_EXCEEDED after this many milliseconds
   * @throws RpcError with the code of the answer, or of what ended the call
   */
  call(method: string, params: Json, options?: { timeoutMs?: number }): Promise<Json>;
  /** Ends the connection, and every call in flight with the code CANCELLED. */
  close(): void;
}

/** Connects. @throws RpcError UNAVAILABLE if there is no server */
export async function connect(address: { host: string; port: number }): Promise<Client> {
  throw new Error('not written yet: connect');
}
