// Starts, uses and stops the server two hundred times: nothing may be left behind.
import { describeConformance } from '@bytes-up/conformance';
import { engines } from './testing/subject';

for (const engine of engines)
  describeConformance({ ...engine, only: ['10.4/cycles'], cycles: 200 });
