import { describeConformance } from '@bytes-up/conformance';
import { engines } from './testing/subject';

for (const engine of engines) describeConformance(engine);
