// A server that does not start. jest-binding.test.ts runs this in a separate jest.
import { describeConformance } from '../../index';
import { REFERENCE_MODEL } from '../command';

const command = [process.execPath, '-e', 'process.exit(3)'];
describeConformance({ command, model: REFERENCE_MODEL, only: ['3.1', '2.1'] });
