// Run by jest-binding.test.ts in a jest of its own: a server that does not start.
import { describeConformance } from '../../index';
import { REFERENCE_MODEL } from '../command';

const command = [process.execPath, '-e', 'process.exit(3)'];
describeConformance({ command, model: REFERENCE_MODEL, only: ['3.1', '2.1'] });
