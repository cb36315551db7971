// What the exercises of this chapter ask for. With BYTES_UP_SUBJECT = the path of a module, its exports are judged in place of ours.

import { subjectExports } from '@bytes-up/testkit';
import { Pool } from '../pool/pool';
import { pauseMs, RetryBudget } from '../call/retry-policy';

export const subject = subjectExports({ Pool, pauseMs, RetryBudget });
