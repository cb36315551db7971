// Tests that call the system: run on Linux, and counted as skipped, by name, where this
// package has no declarations.

import { whyUnsupported } from '../libc';

export const describeOnLinux =
  whyUnsupported(process.platform, process.arch) === undefined ? describe : describe.skip;
