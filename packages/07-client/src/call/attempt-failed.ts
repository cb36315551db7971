// An attempt that got no answer: how far it had come, and what the caller is told (chapter 07). Chapter 06 decides by the stage.

import type { RpcErrorCode } from '@bytes-up/protocol';
import { CallFailed, type Stage } from '@bytes-up/request-id';

export class AttemptFailed extends CallFailed {
  constructor(
    stage: Stage,
    /**
     * DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE for a connection that was lost,
     * RESOURCE_EXHAUSTED for one that is full, INVALID_ARGUMENT for what cannot be sent,
     * INTERNAL for an answer that breaks the protocol.
     */
    readonly code: RpcErrorCode,
    why: string,
    override readonly cause?: unknown,
  ) {
    super(stage, why);
    if (code !== 'UNAVAILABLE') this.message = why; // how far it had come says something of a lost connection only
  }
}
