/** Supervised workers are forked, which this course does on Linux only. */
export const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
