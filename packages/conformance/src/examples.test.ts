// The example servers in Python and Go against a selection of the cases: all those of
// bytes alone, and one or two of every other kind. `npm run test:soak` runs all cases.

import { describeExamples } from './testing/example-servers';

describeExamples([
  'framing',
  'body',
  'calls',
  '1.1',
  '1.3/drip-feed',
  '1.3/slow-call',
  '8.1',
  '8.2',
  '8.3/reset-inside-an-answer',
  '9.1/inside-the-body',
  '9.1/not-while-paused',
  '9.2/closed-when-idle',
  '10.1',
  '10.2/pipelined',
  '10.2/small-pieces',
  '10.3',
  '10.5',
  '11.1/last-answer',
  'command',
]);
