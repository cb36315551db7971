// Chapter 11, processes made in advance. Chapters 13 and 14 keep their workers in the same way.
export { Patience } from './patience';
export { serve } from './server';
export { describeEnd, Workforce } from './workforce';
