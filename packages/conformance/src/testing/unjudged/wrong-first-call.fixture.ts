// A server that starts, and gets the first call of all wrong. jest-binding.test.ts runs
// this in a separate jest.
import { describeConformance } from '../../index';
import { REFERENCE_MODEL, referenceCommand } from '../command';

describeConformance({
  command: referenceCommand('big-endian'),
  model: REFERENCE_MODEL,
  only: ['2.1/ping', '3.1'],
});
