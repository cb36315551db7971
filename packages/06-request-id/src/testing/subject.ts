// The code under test: this chapter's own, or the exports of the module that
// BYTES_UP_SUBJECT names, so that the same tests judge a learner's file.

import { subjectExports } from '@bytes-up/testkit';
import { KeyTable } from '../key-table';

export const subject = subjectExports({ KeyTable });
