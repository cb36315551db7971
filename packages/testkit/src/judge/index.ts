// The building blocks for the judges of exercises
// (packages/NN-name/exercises/*/judge.ts).
export * from './bind-methods';
export * from './expect';
export { giving, noting } from './given';
export * from './judge';
export * from './learners-steps';
export { explainLostThis } from './lost-this';
export * from './messages';
export { placesIn } from './places';
export { findCompileError, findThrown } from './printed';
export { isSame } from './same';
export { show, toHex } from './show';
export * from './watched';
