import { writeSync } from 'node:fs';
import { createLog } from '../index';

jest.mock('node:fs', () => ({
  ...jest.requireActual<typeof import('node:fs')>('node:fs'),
  writeSync: jest.fn(),
}));
const written = writeSync as unknown as jest.Mock;

describe('createLog', () => {
  beforeEach(() => written.mockReset());

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
  });
});
