// Tests that make system calls. They run on Linux, and on other systems, for which this
// package has no declarations, jest reports them as skipped.

import { whyUnsupported } from '../libc';

export const describeOnLinux =
  whyUnsupported(process.platform, process.arch) === undefined ? describe : describe.skip;
