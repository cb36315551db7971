// Run by jest-binding.test.ts in a jest of its own: a server that starts and gets the
// very first call wrong.
import { describeConformance } from '../../index';
import { REFERENCE_MODEL, referenceCommand } from '../command';

describeConformance({
  command: referenceCommand('big-endian'),
  model: REFERENCE_MODEL,
  only: ['2.1/ping', '3.1'],
});
