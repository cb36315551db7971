// The example servers in Python and Go against every case.

import { describeExamples } from './testing/example-servers';

describeExamples();
