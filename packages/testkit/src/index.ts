// What tests and demos of the server chapters put on stage. Nothing that serves imports it.
export * from './another-system';
export * from './at-rest';
export * from './client';
export * from './ctrl-c';
export * from './demo-run';
export * from './launch';
export * from './sleeps';
export * from './spread';
export * from './stage';
export * from './subject';
export * from './three-clients';
export * from './timeline';
export * from './typescript-command';
export * from './visits';
