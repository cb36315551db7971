import { describeConformance } from '@bytes-up/conformance';
import { engine } from './testing/subject';

describeConformance(engine);
