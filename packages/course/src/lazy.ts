// Modules that are loaded only when needed, which halves the start-up time of `npm
// start`. It has to be `require`: Node would load an `import()` of a workspace package
// without the TypeScript hook.

/* eslint-disable @typescript-eslint/no-require-imports */
export const lazy = {
  clients: () => require('./clients') as typeof import('./clients'),
  client: () => require('@bytes-up/client') as typeof import('@bytes-up/client'),
  conformance: () => require('@bytes-up/conformance') as typeof import('@bytes-up/conformance'),
  distributed: () =>
    require('@bytes-up/distributed-rpc') as typeof import('@bytes-up/distributed-rpc'),
  posix: () => require('@bytes-up/posix') as typeof import('@bytes-up/posix'),
  protobuf: () => require('@bytes-up/protobuf') as typeof import('@bytes-up/protobuf'),
  protocol: () => require('@bytes-up/protocol') as typeof import('@bytes-up/protocol'),
  testkit: () => require('@bytes-up/testkit') as typeof import('@bytes-up/testkit'),
  resp: () => require('@bytes-up/resp') as typeof import('@bytes-up/resp'),
};
