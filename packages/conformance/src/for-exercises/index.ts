// What the judges of the exercises in which a learner writes a server have in common
// (packages/NN-name/exercises).
export { expectAsleep } from './asleep';
export * from './clients';
export { commandCases, withForkFlags, withServer } from './command';
export { EarlyCases } from './early-cases';
export * from './spread';
export { stopCases } from './stop';
export { Suite, suiteStage, type SuiteOptions } from './suite';
export { expectUsageError } from './usage-error';
export { judgeOfWorkers } from './workers';
