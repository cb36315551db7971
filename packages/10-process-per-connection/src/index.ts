// Chapter 10: a process for each connection. Chapters 11, 13 and 14 fork and stop their
// children in the same way.
export { Children, pause } from './children';
export { inChild, stopWithParent } from './in-child';
export { serve } from './server';
