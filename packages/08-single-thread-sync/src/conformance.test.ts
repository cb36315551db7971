import { join } from 'node:path';
import { describeConformance } from '@bytes-up/conformance';
import { subject } from './testing/subject';

describeConformance({
  command: subject().command,
  model: join(__dirname, '..', 'model.json'),
});
