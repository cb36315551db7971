// An attempt that got no response (chapter 07): how far it came, and why it failed.
// Chapter 06 decides by the stage whether it may be retried.

import type { RpcErrorCode } from '@bytes-up/protocol';
import { CallFailed, type Stage } from '@bytes-up/request-id';

export class AttemptFailed extends CallFailed {
  constructor(
    stage: Stage,
    /**
     * DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE for a lost connection, RESOURCE_EXHAUSTED
     * for one at its limits, INVALID_ARGUMENT for a request that cannot be sent, INTERNAL
     * for a response that breaks the protocol.
     */
    readonly code: RpcErrorCode,
    why: string,
    override readonly cause?: unknown,
  ) {
    super(stage, why);
    // The stage says something about a lost connection only.
    if (code !== 'UNAVAILABLE') this.message = why;
  }
}
