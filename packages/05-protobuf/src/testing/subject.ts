// The functions that this chapter's exercises ask for. If BYTES_UP_SUBJECT is the path of
// a module, its exports are tested instead of ours.

import { subjectExports } from '@bytes-up/testkit';
import { decodeMessage } from '../message/decode';
import { encodeMessage } from '../message/encode';

export const subject = subjectExports({ decodeMessage, encodeMessage });
