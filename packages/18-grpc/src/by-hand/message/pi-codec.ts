// The messages of pi.proto, with chapter 05's parser and codec instead of generated code.

import { join } from 'node:path';
import { loadProto } from '@bytes-up/protobuf';
import { piCodecs } from './pi-codecs';

export type { Codec } from './pi-codecs';

const codecs = piCodecs(loadProto(join(__dirname, '../../../proto/pi.proto')));

export const PI_REQUEST = codecs.request;
export const PI_RESPONSE = codecs.response;
export const PING_MESSAGE = codecs.ping;
