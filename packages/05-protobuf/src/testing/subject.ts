// What the exercises of this chapter ask for. With BYTES_UP_SUBJECT = the path of a
// module, its exports are judged in place of ours.

import { subjectExports } from '@bytes-up/testkit';
import { decodeMessage } from '../message/decode';
import { encodeMessage } from '../message/encode';

export const subject = subjectExports({ decodeMessage, encodeMessage });
