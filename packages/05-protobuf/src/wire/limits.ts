// Limits on the cost of one message (chapter 05).

export interface ProtobufLimits {
  /** The message's size in bytes. Default 4 MiB, the size of a frame. */
  readonly maxMessageBytes: number;
  /**
   * Messages within messages, and groups within groups. Default 100, as in protobuf's own
   * implementations.
   */
  readonly maxDepth: number;
  /**
   * Fields of all messages in it, set or not, and unknown ones. Default 1,000,000. An
   * empty message takes two bytes on the wire and a property for each of its fields in
   * memory: this bounds the second.
   */
  readonly maxFields: number;
}

export const DEFAULT_PROTOBUF_LIMITS: ProtobufLimits = {
  maxMessageBytes: 4 * 1024 * 1024,
  maxDepth: 100,
  maxFields: 1_000_000,
};
