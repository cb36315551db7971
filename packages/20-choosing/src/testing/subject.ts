// The code under test: this chapter's own, or the exports of the module that
// BYTES_UP_SUBJECT names, so that the same tests judge a learner's file.

import { subjectExports } from '@bytes-up/testkit';
import { EventHeap } from '../simulation/event-heap';

export const subject = subjectExports({ EventHeap });
