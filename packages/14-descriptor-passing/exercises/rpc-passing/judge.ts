// Judges my/rpc/passing.ts as a program: its command, which process holds which
// connection and which channel, and the cases of the conformance suite.

import { judgeOfWorkers } from '@bytes-up/conformance';
import { PASSING, passing } from './judge/passing';

export const judge = judgeOfWorkers('the hand-over', PASSING, passing);
