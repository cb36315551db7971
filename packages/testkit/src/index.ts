// Starting a process, waiting for it, proving that nothing is left; clients that speak
// frames, and the pictures that demos draw. For tests and demos: nothing that serves
// imports it.
export * from './client/ctrl-c';
export * from './client/frame-buffer';
export * from './client/frames';
export * from './client/reset';
export * from './client/server-fixture';
export * from './client/server-log';
export * from './client/test-client';
export * from './client/visits';
export * from './judge';
export * from './picture/spread';
export * from './picture/three-clients';
export * from './picture/timeline';
export * from './proc/entry';
export * from './proc/group';
export * from './proc/marked';
export * from './proc/tcp';
export * from './process/another-system';
export * from './process/guard';
export * from './process/launch';
export * from './process/run-command';
export * from './process/run-script';
export * from './process/server-process';
export * from './process/terminal';
export * from './process/typescript-command';
export * from './subject';
export * from './waiting/eventually';
export * from './waiting/machine-time';
export * from './waiting/until-idle';
export * from './waiting/until-slept-again';
