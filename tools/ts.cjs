// The ts-node hook: `node -r ./tools/ts.cjs file.ts` runs TypeScript from source, from any folder.
// swc strips the types and does not check them (a process starts in about 0.3 s); `tsc -b` checks, in `npm test`.
const path = require('node:path');

require('ts-node').register({
  project: path.join(__dirname, 'tsconfig.ts-node.json'),
  swc: true,
});
