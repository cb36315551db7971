// A call in flight (chapter 19). It ends once: with its reply, or with an error.

import { onTimeoutOrAbort } from '@bytes-up/client';
import { RpcError } from '@bytes-up/protocol';
import type { Outcome } from './pi-messages';

export class PendingCall {
  readonly #release: () => void;
  #isOver = false;
  /** Called once, when the call ends. */
  onEnd: () => void = () => undefined;

  /** @param timeoutMs is not sent, because Thrift's messages have no field for it */
  constructor(
    private readonly resolve: (outcome: Outcome) => void,
    private readonly reject: (error: RpcError) => void,
    timeoutMs = Infinity,
  ) {
    this.#release = onTimeoutOrAbort({ timeoutMs }, 'answer', (code, why) =>
      this.fail(new RpcError(code, why)),
    );
  }

  complete(outcome: Outcome): void {
    if (this.#end()) this.resolve(outcome);
  }

  fail(error: RpcError): void {
    if (this.#end()) this.reject(error);
  }

  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#release();
    this.onEnd();
    return true;
  }
}
