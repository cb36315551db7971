// Clients that are held against a server, and the report of what they saw.
export * from './crowd';
export * from './report';
export * from './room';
