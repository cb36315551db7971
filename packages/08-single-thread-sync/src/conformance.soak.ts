// Two hundred times started, used and stopped: nothing is left behind.
import { describeConformance } from '@bytes-up/conformance';
import { engines } from './testing/subject';

for (const engine of engines)
  describeConformance({ ...engine, only: ['10.4/cycles'], cycles: 200 });
