// my/rpc, step 2: dispatch. The task: npm start -- exercise 06-rpc-dispatch

import type { Service } from '@bytes-up/protocol';

/**
 * The body of the answer to a request's body, or undefined if no answer may be sent.
 * Never rejects.
 * @param limits maxFrameBytes: the largest answer, in bytes
 */
export async function dispatch(
  service: Service,
  body: Buffer,
  limits: { readonly maxFrameBytes: number },
): Promise<string | undefined> {
  throw new Error('not written yet: dispatch');
}
