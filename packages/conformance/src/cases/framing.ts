// Framing beyond single vectors: every split point, many small frames, and bodies at the
// limit (sections 2 and 3).

import { concat, frame, lengthOf, request } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { expectAnswer, expectAnswers, nextAnswer } from '../client/answers';
import { check } from '../client/failure';
import { show } from '../client/same-json';
import { answersById, numbers, ping, sleep, slept } from './calls-of';

const KIB = 1024;

export const framing = casesOf('framing', [
  {
    id: '1.2/frames-only',
    title: 'there are no bytes between the answers or after the last one',
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(concat(...numbers(20).map((n) => ping(n))));
      connection.halfClose();
      await expectAnswers(
        connection,
        numbers(20).map((n) => ({ out: 'pong', result: n })),
      );
      await connection.end();
    },
  },
  {
    id: '2.1/three-byte-length',
    title: 'a length that needs three bytes is read and written',
    run: async (trial) => {
      const connection = await trial.connect();
      const text = 'abcdefghij'.repeat(7_000);
      connection.send(ping(text, 1));
      await expectAnswer(connection, { out: 'pong', result: text, id: 1 });
    },
  },
  {
    // The pong to the ping in front proves that the server has read the first part before
    // the rest is sent.
    id: '2.2/every-split',
    title: 'a frame may be split at any byte',
    run: async (trial) => {
      const connection = await trial.connect();
      const whole = ping('é', 7);
      for (const at of numbers(whole.length)) {
        connection.send(concat(ping(at), whole.subarray(0, at)));
        await expectAnswer(connection, { out: 'pong', result: at });
        connection.send(whole.subarray(at));
        await expectAnswer(connection, { out: 'pong', result: 'é', id: 7 });
      }
      await trial.stillServes(connection);
    },
  },
  {
    id: '2.2/byte-by-byte',
    title: 'a frame may arrive one byte at a time',
    run: async (trial) => {
      const connection = await trial.connect();
      for (const byte of ping('drip', 1)) await connection.sendAll(Buffer.of(byte));
      await expectAnswer(connection, { out: 'pong', result: 'drip', id: 1 });
    },
  },
  {
    // Each piece is sent after the answers to all complete frames, so that the server
    // reads the pieces one by one.
    id: '2.2/odd-pieces',
    title: 'two hundred frames may arrive in pieces that ignore frame boundaries',
    run: async (trial) => {
      const connection = await trial.connect();
      const frames = numbers(200).map((n) => ping('x'.repeat(n)));
      const bytes = concat(...frames);
      let random = 1;
      let answered = 0;
      for (let at = 0, complete = 0; at < bytes.length;) {
        random = (random * 75 + 74) % 65_537; // the same pieces in every run
        const end = at + 1 + (random % 250);
        connection.send(bytes.subarray(at, end));
        for (let size = sizeOf(frames[answered]); complete + size <= end;) {
          await expectAnswer(connection, { out: 'pong', result: 'x'.repeat(answered) });
          complete += size;
          size = sizeOf(frames[++answered]);
        }
        at = end;
      }
      check(answered === 200, '200 answers', `${answered}`);
    },
  },
  {
    id: '2.2/pipelined-3000',
    title: 'three thousand frames in one piece are three thousand calls',
    also: ['7.2'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(concat(...numbers(3_000).map((n) => ping(n, n))));
      const answers = await answersById(connection, numbers(3_000));
      for (const [id, answer] of answers)
        check(answer['result'] === id, `pong ${id}`, () => show(answer));
      await trial.ping(connection);
    },
  },
  {
    id: '2.2/large-body-in-pieces',
    title: 'a body of 1 MiB may arrive in pieces of 1 KiB',
    run: async (trial) => {
      const connection = await trial.connect();
      const size = Math.min(KIB * KIB, trial.limits.maxFrameBytes / 2);
      const text = 'x'.repeat(size);
      const bytes = ping(text, 1);
      for (let at = 0; at < bytes.length; at += KIB) {
        await connection.sendAll(bytes.subarray(at, at + KIB));
      }
      await expectAnswer(connection, { out: 'pong', result: text, id: 1 });
    },
  },
  {
    id: '3.1/at-the-limit',
    title: 'a body of exactly maxFrameBytes is accepted',
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(frame('{"in":"ping","params":1}'.padEnd(trial.limits.maxFrameBytes)));
      await expectAnswer(connection, { out: 'pong', result: 1 });
      await trial.stillServes(connection);
    },
  },
  {
    id: '3.1/flag',
    title: '--max-frame-bytes moves the limit: exactly that is accepted, one more is refused',
    also: ['3.2'],
    codes: ['RESOURCE_EXHAUSTED'],
    needs: ['flags'],
    limits: { maxFrameBytes: 1_000 },
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(frame('{"in":"ping","params":1}'.padEnd(1_000)));
      await expectAnswer(connection, { out: 'pong', result: 1 });
      connection.send(frame('{"in":"ping","params":1}'.padEnd(1_001)));
      await expectAnswer(connection, { error: 'RESOURCE_EXHAUSTED' });
      await connection.end();
      await trial.stillServes(connection);
    },
  },
  {
    id: '3.1/answer-at-the-limit',
    title:
      'an answer of exactly maxFrameBytes is sent, and one of a byte more is replaced by an error',
    also: ['3.4'],
    codes: ['RESOURCE_EXHAUSTED'],
    needs: ['testMethods'],
    run: async (trial) => {
      const connection = await trial.connect();
      const blob = (bytes: number): Buffer => request({ in: 'blob', params: { bytes }, id: 1 });
      connection.send(blob(10));
      // The white space of an answer is the server's choice.
      const around = (await connection.frame()).length - 10;
      const most = trial.limits.maxFrameBytes - around;
      connection.send(blob(most));
      const largest = await nextAnswer(connection);
      const { result } = largest; // which letters is the server's choice
      const blobOk = typeof result === 'string' && result.length === most;
      check(blobOk, `a blob of ${most} letters`, () => show(largest));
      connection.send(blob(most + 1));
      await expectAnswer(connection, { error: 'RESOURCE_EXHAUSTED', id: 1 });
      await trial.ping(connection);
    },
  },
  {
    id: '3.2/one-over',
    title: 'a length one byte over the limit is refused before any of the body arrives',
    codes: ['RESOURCE_EXHAUSTED'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(lengthOf(trial.limits.maxFrameBytes + 1));
      await expectAnswer(connection, { error: 'RESOURCE_EXHAUSTED' });
      await connection.end();
      await trial.stillServes(connection);
    },
  },
  {
    id: '3.2/behind-a-slow-call',
    title: 'a slow call before a length over the limit is answered first',
    codes: ['RESOURCE_EXHAUSTED'],
    needs: ['sleep'],
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(concat(sleep(100, 1), lengthOf(0xffff_ffff)));
      await expectAnswer(connection, slept(100, 1));
      await expectAnswer(connection, { error: 'RESOURCE_EXHAUSTED' });
      await connection.end();
      await trial.stillServes(connection);
    },
  },
  {
    id: '3.4/answer-over-the-limit',
    title: 'a ping whose answer would be over the limit gets RESOURCE_EXHAUSTED with its id',
    also: ['6.3'],
    codes: ['RESOURCE_EXHAUSTED'],
    run: async (trial) => {
      const connection = await trial.connect();
      const around = '{"in":"ping","params":"","id":9}'.length;
      connection.send(ping('x'.repeat(trial.limits.maxFrameBytes - around), 9));
      // "out" and "result" are longer than "in" and "params".
      await expectAnswer(connection, { error: 'RESOURCE_EXHAUSTED', id: 9 });
      await trial.ping(connection);
    },
  },
]);

function sizeOf(frame: Buffer | undefined): number {
  return frame?.length ?? Infinity;
}
