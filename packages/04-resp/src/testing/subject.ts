// What the exercises of this chapter ask for. With BYTES_UP_SUBJECT = the path of a module, its exports are judged in place of ours.

import { subjectExports } from '@bytes-up/testkit';
import { RespDecoder } from '../decoder';
import { encodeResp } from '../encode';

export const subject = subjectExports({ RespDecoder, encodeResp });
