// What the judges of exercises are made of (packages/NN-name/exercises/*/judge.ts).
export * from './expect';
export * from './judge';
export * from './messages';
export { findCompileError, findPlace, findThrown } from './printed';
export * from './watched';
