// Chapter 12, single process, asynchronous: the server as a function, for the demo and for tests.
export { startServer } from './server';
