export { Asker, askBefore, OUTCOMES_VARIABLE, type Outcome } from './ask';
export * from './page';
export * from './prediction';
export * from './recorded';
export { testPredictions } from './test-predictions';
export * from './with-server';
