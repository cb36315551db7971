import { writeSync } from 'node:fs';
import { poll } from '@bytes-up/posix';
import { createLog } from '../index';

jest.mock('node:fs', () => ({
  ...jest.requireActual<typeof import('node:fs')>('node:fs'),
  writeSync: jest.fn(),
}));
jest.mock('@bytes-up/posix', () => ({
  ...jest.requireActual<typeof import('@bytes-up/posix')>('@bytes-up/posix'),
  poll: jest.fn(),
}));
const written = writeSync as unknown as jest.Mock;

describe('createLog', () => {
  beforeEach(() => {
    written.mockReset();
    jest.mocked(poll).mockReturnValue(1); // there is room
  });

  it('writes a line to standard error', () => {
    createLog({ quiet: false })('connection 1 opened');
    expect(written.mock.calls).toEqual([[2, 'connection 1 opened\n']]);
  });

  it('keeps one event on one line, even if a client sent control characters', () => {
    createLog({ quiet: false })('method a\r\nb\u001b[31m threw');
    expect(written.mock.calls).toEqual([[2, 'method a b [31m threw\n']]);
  });

  it('writes nothing when quiet', () => {
    createLog({ quiet: true })('connection 1 opened');
    expect(written).not.toHaveBeenCalled();
  });

  it('writes a long line in pieces that a pipe takes without blocking', () => {
    const line = '\u{1f600}'.repeat(2_000);
    createLog({ quiet: false })(line);
    const pieces = written.mock.calls.map(([, piece]) => piece as string);
    expect(pieces.join('')).toBe(`${line}\n`);
    for (const piece of pieces) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(4_096);
  });

  it('continues when the log cannot be written', () => {
    written.mockImplementation(() => {
      throw new Error('EPIPE');
    });
    expect(() => createLog({ quiet: false })('x')).not.toThrow();
    expect(written).toHaveBeenCalledTimes(1);
  });

  describe('when its pipe is full', () => {
    const full = (): never => {
      throw Object.assign(new Error('full'), { code: 'EAGAIN' });
    };

    it('retries, because the reader may only be busy', () => {
      for (let n = 0; n < 3; n++) written.mockImplementationOnce(full);
      createLog({ quiet: false })('x');
      expect(written).toHaveBeenCalledTimes(4);
    });

    it('gives up after a while, and does not wait again until a line was written', () => {
      const log = createLog({ quiet: false });
      written.mockImplementation(full);
      log('lost');
      expect(written).toHaveBeenCalledTimes(500);
      log('lost too');
      expect(written).toHaveBeenCalledTimes(501);
      written.mockReset();
      log('taken');
      for (let n = 0; n < 3; n++) written.mockImplementationOnce(full);
      log('after three tries');
      expect(written).toHaveBeenCalledTimes(1 + 4);
    });

    it('drops lines instead of waiting in a write that blocks', () => {
      const log = createLog({ quiet: false });
      jest.mocked(poll).mockReturnValue(0);
      log('lost');
      log('lost too');
      expect(written).not.toHaveBeenCalled();
      jest.mocked(poll).mockReturnValue(1);
      log('taken');
      expect(written.mock.calls).toEqual([[2, 'taken\n']]);
    });
  });
});
