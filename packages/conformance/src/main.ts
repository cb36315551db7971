// `node -r ./tools/ts.cjs packages/conformance/src/main.ts --help`; the
// course runner calls runCli instead.
import { runCli } from './cli';

void runCli(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
