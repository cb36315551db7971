// Limits on the cost of one message (chapter 05).

export interface ProtobufLimits {
  /** The message's size in bytes. Default 4 MiB, the size of a frame. */
  readonly maxMessageBytes: number;
  /**
   * How deep messages and groups can be nested. Default 100, as in protobuf's own
   * implementations.
   */
  readonly maxDepth: number;
  /**
   * The fields of all messages in it together, set or not, plus unknown fields.
   * Default 1,000,000. An empty nested message takes two bytes on the wire, but in
   * memory it has a property for each field: this limits the memory.
   */
  readonly maxFields: number;
}

export const DEFAULT_PROTOBUF_LIMITS: ProtobufLimits = {
  maxMessageBytes: 4 * 1024 * 1024,
  maxDepth: 100,
  maxFields: 1_000_000,
};
