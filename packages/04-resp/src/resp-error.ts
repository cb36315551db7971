// A stream that is no RESP: what was expected, what came, and at which byte of the stream.

import { BytesError } from '@bytes-up/codec';

export class RespError extends BytesError {}
