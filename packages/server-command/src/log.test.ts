import { writeSync } from 'node:fs';
import { createLog } from './index';

jest.mock('node:fs', () => ({ writeSync: jest.fn() }));
const written = writeSync as unknown as jest.Mock;

describe('createLog', () => {
  beforeEach(() => written.mockReset());

  it('writes a line to standard error', () => {
    createLog({ quiet: false })('connection 1 opened');
    expect(written.mock.calls).toEqual([[2, 'connection 1 opened\n']]);
  });

  it('keeps one event on one line, whatever a client put into it', () => {
    createLog({ quiet: false })('method a\r\nb\u001b[31m threw');
    expect(written.mock.calls).toEqual([[2, 'method a b [31m threw\n']]);
  });

  it('says nothing when quiet', () => {
    createLog({ quiet: true })('connection 1 opened');
    expect(written).not.toHaveBeenCalled();
  });

  it('goes on when nobody reads the log', () => {
    written.mockImplementation(() => {
      throw new Error('EPIPE');
    });
    expect(() => createLog({ quiet: false })('x')).not.toThrow();
    expect(written).toHaveBeenCalledTimes(1);
  });
});
