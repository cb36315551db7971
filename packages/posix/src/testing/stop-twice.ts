// Catches its first SIGTERM, which it sends itself, and goes on sleeping. The second one
// must end it.

import { getpid, interruptOn, kill, nanosleep, wasDelivered } from '..';
import { report } from './report';

interruptOn('SIGTERM');
kill(getpid(), 'SIGTERM');
report(wasDelivered('SIGTERM') ? 'caught the first' : 'not caught');
nanosleep(60_000);
