/** The seven models need the system calls of Linux. */
export const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
