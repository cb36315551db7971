import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/call/retry-policy.test.ts › a pause is random: clients that failed together do not come back together',
    change: 'pauses are not random',
    file: 'src/call/retry-policy.ts',
    find: 'return random() * Math.min(',
    replace: 'void random; return Math.min(',
  },
  {
    claim: 'src/client.test.ts › what remains of the time goes along with each attempt',
    change: 'the time that attempts took is not subtracted',
    file: 'src/client.ts',
    find: 'timeoutMs - (performance.now() - startedAtMs);\n      const attemptOptions',
    replace: 'timeoutMs;\n      const attemptOptions',
  },
  {
    claim:
      'src/connection/heartbeat.test.ts › what came while the caller was busy is read before it is judged',
    change: 'the silence is judged before what came is read',
    file: 'src/connection/heartbeat.ts',
    find: 'setTimeout(() => setImmediate(check), timerMs(everyMs / PARTS))',
    replace: 'setTimeout(check, timerMs(everyMs / PARTS))',
  },
  {
    claim: 'src/call/wait.test.ts › have one listener together, and leave none behind',
    change: 'each call has a listener of its own',
    file: 'src/call/wait.ts',
    find: 'listeningTo.get(signal) ?? startListening(signal)',
    replace: 'startListening(signal)',
  },
  {
    claim:
      'src/connection/connection.test.ts › one that was given up before it was sent has no place in it',
    change: 'it keeps a place in the line',
    file: 'src/connection/in-flight.ts',
    find: "this.matching === 'in order' && entry.isSent;",
    replace: "this.matching === 'in order';",
  },
  {
    claim:
      'src/client.test.ts › what an attempt may have done stays in doubt, whatever comes after it',
    change: 'the last attempt decides',
    file: 'src/client.ts',
    find: 'mayHaveRun = error.mayHaveRun;',
    replace: '',
  },
  {
    claim:
      'src/connection/connection.test.ts › a call that is given up in its own tick is never sent',
    change: 'it is sent',
    file: 'src/connection/connection.ts',
    find: 'if (call?.isCancelled === true) continue;',
    replace: '',
  },
  {
    claim:
      'src/connection/closing.test.ts › a one-way call leaves first, also when the server is slow to read it',
    change: 'one-way calls are not waited for',
    file: 'src/connection/connection.ts',
    find: 'this.#oneWayWrites > 0 || this.#socket.writableLength === 0',
    replace: 'this.#socket.writableLength === 0',
  },
];
