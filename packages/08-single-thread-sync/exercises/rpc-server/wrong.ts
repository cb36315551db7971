// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'it prints something besides the ready line',
    find: 'async function serve(socket: net.Socket): Promise<void> {',
    replace:
      "async function serve(socket: net.Socket): Promise<void> {\n  console.log('a client');",
    caughtBy: 'nothing else on standard output',
  },
  {
    change: 'it listens on all addresses',
    find: 'listener.listen(Number(values.port), host, () => {',
    replace: 'listener.listen(Number(values.port), () => {',
    caughtBy: 'it listens on this address, and on no other',
  },
  {
    change: 'only one frame of each chunk is answered',
    find: 'if (answer !== undefined) await send(socket, answer);',
    replace: 'if (answer !== undefined) await send(socket, answer);\n    return true;',
    caughtBy: '2.2/two-in-one-piece',
  },
  {
    change: 'a length over the limit is not answered',
    find: "await send(socket, JSON.stringify({ out: 'error', result }));",
    replace: 'void result;',
    caughtBy: '3.2/all-ones',
  },
  {
    change: 'a closed connection is read for as long as the client stays',
    find: '  setTimeout(() => socket.destroy(), LINGER_MS).unref();',
    replace: '',
    caughtBy: /^11\.2\//,
  },
  {
    change: 'a port in use is an exception',
    find: '  console.error(`cannot listen: ${error.message}`);\n  process.exit(2);',
    replace: '  throw error;',
    caughtBy: 'a port that is in use',
  },
  {
    change: 'a reset ends the program',
    find: '  } catch {\n    // The connection was reset, or destroyed by a timer.\n  }',
    replace: '  } catch (error) {\n    throw error;\n  }',
    // or by a case that uses the same server as one whose client is reset
    caughtBy: /a client that resets its connection does not affect the others|^2\.1\/|^11\.2\//,
  },
  {
    change: 'the stop ends the process at once',
    find: '  listener.close();',
    replace: '  process.exit(0);',
    caughtBy: '10.2/',
  },
  {
    change: 'the stop waits for a client that does not read',
    find: 'for (const socket of connections.keys()) socket.destroy();',
    replace: '',
    caughtBy: '10.4/slow-reader',
  },
  {
    change: 'it waits only for drain, and that keeps the program alive',
    find: "    socket.once('drain', resolve);\n    socket.once('close', resolve); // after 'close' there is no 'drain'",
    replace:
      '    const waiting = setInterval(() => undefined, 1_000);\n' +
      "    socket.once('drain', () => {\n      clearInterval(waiting);\n      resolve();\n    });",
    caughtBy: 'a client that resets while the server waits for it does not delay the exit',
  },
  {
    change: 'idle connections stay open after the signal',
    find:
      '  for (const [socket, state] of connections) {\n    if (state.waits) close(socket, state);\n' +
      '    else state.held = socket.readableLength;\n  }\n' +
      '  setTimeout(() => {\n    for (const socket of connections.keys()) socket.destroy();\n' +
      '  }, GRACE_MS).unref();\n',
    replace: '',
    caughtBy: 'an idle connection does not delay the exit',
  },
  {
    change: 'a connection is not read after a length over the limit',
    find: 'if (state.closing) continue;',
    replace:
      'if (state.closing && !stopping) await new Promise(() => undefined);\n' +
      '      if (state.closing) continue;',
    caughtBy: 'after the end of the stream the server still reads what the client sends',
  },
  {
    change: 'a connection that is closed at the signal is not read',
    find: 'if (state.closing) continue;',
    replace:
      'if (state.closing && stopping) await new Promise(() => undefined);\n' +
      '      if (state.closing) continue;',
    // the client of the other case also sends before it reads
    caughtBy: /^what a client still sends after the signal|^10\.2\/large-answers/,
  },
  {
    change: 'it accepts clients for as long as it runs',
    find: '  listener.close();',
    replace: '  setTimeout(() => listener.close(), GRACE_MS);',
    caughtBy: 'a client that connects after the signal is not served',
  },
  {
    change: 'at the signal a client with unread answers is cut off',
    find: 'else state.held = socket.readableLength;',
    replace: 'else socket.destroy();',
    caughtBy: /^10\.2\//,
  },
  {
    change: 'at the stop it drops what Node has read while it waited for drain',
    find: 'if (!goesOn || (stopping && state.held <= 0)) close(socket, state);',
    replace: 'if (!goesOn || stopping) close(socket, state);',
    caughtBy: '10.2/behind-an-answer',
  },
  {
    change: 'at the signal it ends a connection in the middle of a chunk',
    find: 'else state.held = socket.readableLength;',
    replace: 'else socket.end();',
    caughtBy: '10.2/',
  },
  {
    change: 'it takes for granted that a new client has an address',
    find: 'connections.set(socket, state);',
    replace: 'connections.set(socket, state);\n  console.error(socket.remoteAddress!.length);',
    caughtBy: 'a client that resets before it is accepted does not affect the others',
  },
  {
    change: 'during the stop, the second of a closing connection starts again with each chunk',
    find:
      '  for (const [socket, state] of connections) {\n    if (state.waits) close(socket, state);\n' +
      '    else state.held = socket.readableLength;\n  }\n' +
      '  setTimeout(() => {\n    for (const socket of connections.keys()) socket.destroy();\n' +
      '  }, GRACE_MS).unref();\n',
    replace:
      '  for (const [socket, state] of connections) {\n    state.closing = true;\n' +
      '    socket.end();\n    socket.setTimeout(LINGER_MS, () => socket.destroy());\n  }\n',
    caughtBy: 'a client that keeps sending does not delay the exit',
  },
];
