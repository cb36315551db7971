// The .proto that is typed beside the bytes.

import { Loader, WellKnown, type MessageType } from '@bytes-up/protobuf/browser';
import descriptor from '../../../../packages/05-protobuf/proto/google/protobuf/descriptor.proto?raw';

const DESCRIPTOR = 'google/protobuf/descriptor.proto';
const wellKnown = new WellKnown((path) => (path === DESCRIPTOR ? descriptor : undefined));

/** The messages of a schema, by name. @throws ProtoError with the line and the column */
export function readSchema(text: string): ReadonlyMap<string, MessageType> {
  const loader = new Loader(() => undefined, wellKnown);
  return loader.load('typed.proto', text).messages;
}
