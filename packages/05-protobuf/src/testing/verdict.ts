// What the parser of .proto files says about a file: accepted, or the error.

import { parseProto, ProtoError } from '..';

/** A file's first lines. */
export const HEAD = 'syntax = "proto3";\nimport "google/protobuf/descriptor.proto";\n';

/** @param head what comes before the text */
export function verdict(text: string, head = HEAD): string {
  try {
    parseProto(head + text);
    return 'accepted';
  } catch (error) {
    if (error instanceof ProtoError) return error.message.replace(/^schema\.proto:/, '');
    throw error;
  }
}
