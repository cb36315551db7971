// Stack traces in TypeScript's lines. Node's own source maps are decoded when a file is
// loaded; these are decoded when a stack is first looked at, which most processes never
// do.

/** From now on the first look at a stack loads what translates it. */
function mapStacksWhenNeeded() {
  Error.prepareStackTrace = (error, frames) => {
    mapStacks();
    return Error.prepareStackTrace(error, frames);
  };
  // Just before an uncaught error is printed: then the line shown above its stack is
  // TypeScript too.
  process.on('uncaughtExceptionMonitor', (error) => error?.stack);
}

function mapStacks() {
  Error.prepareStackTrace = undefined; // what is loaded now may look at stacks too
  require('@cspotcode/source-map-support').install({
    environment: 'node',
    hookRequire: false,
    retrieveFile: (file) => (file.endsWith('.ts') ? require('./compile.cjs').compile(file) : null),
  });
}

module.exports = { mapStacks, mapStacksWhenNeeded };
