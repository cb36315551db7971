// Judges my/rpc/prefork-async.ts as a program: its command, its processes as /proc shows
// them, and the cases of the conformance suite.

import { judgeOfWorkers } from '@bytes-up/conformance';
import { WORKERS, workers } from './judge/workers';

export const judge = judgeOfWorkers('the workers', WORKERS, workers);
