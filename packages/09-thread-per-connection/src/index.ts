// Chapter 09: a thread for each connection.
export { serveWithPool } from './pool';
export { serve } from './server';
