import { mkdtempSync, readdirSync, rmSync, writeFileSync, existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  link,
  mkfifo,
  O_CLOEXEC,
  O_CREAT,
  O_EXCL,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
} from './index';
import {
  dup,
  fcntl,
  F_GETFD,
  open,
  pipe,
  pread,
  read,
  tryRead,
  tryWrite,
  unlink,
  write,
} from './index';
import { describeOnLinux } from './testing/on-linux';
import { endAllScripts, startScript } from './testing/script';
import { Descriptors, errorOf } from './testing/tcp';

describeOnLinux('files and pipes', () => {
  const fds = new Descriptors();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'posix-'));
  });
  afterEach(() => {
    fds.closeAll();
    rmSync(folder, { recursive: true });
  });
  afterEach(endAllScripts);

  it('opens, writes, reads at a position, links and unlinks', () => {
    const path = join(folder, 'file');
    const fd = fds.own(open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600));
    expect(fcntl(fd, F_GETFD)).toBe(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(write(fd, Buffer.from('0123456789'))).toBe(10);
    const buffer = Buffer.alloc(4);
    expect(pread(fd, buffer, 3)).toBe(4);
    expect(buffer.toString()).toBe('3456');
    expect(read(fd, buffer)).toBe(0); // the position is still the end
    link(path, `${path}2`);
    unlink(path);
    expect(readdirSync(folder)).toEqual(['file2']);
    expect(read(fds.own(open(`${path}2`, O_RDONLY)), buffer)).toBe(4);
    unlink(`${path}2`);
    expect(existsSync(`${path}2`)).toBe(false);
    // its last name is gone; the descriptor still holds it
    expect(pread(fd, buffer, 0)).toBe(4);
  });

  it('carries bytes through a pipe', () => {
    const { readEnd, writeEnd } = pipe(O_NONBLOCK);
    fds.own(readEnd);
    fds.own(writeEnd);
    const buffer = Buffer.alloc(4);
    expect(tryRead(readEnd, buffer)).toBe('EAGAIN');
    expect(() => read(readEnd, buffer)).toThrow(
      `read(${readEnd}): EAGAIN, Resource temporarily unavailable`,
    );
    expect(tryWrite(writeEnd, Buffer.from('abc'))).toBe(3);
    expect(tryRead(readEnd, buffer)).toBe(3);
    while (tryWrite(writeEnd, Buffer.alloc(4096)) !== 'EAGAIN');
    expect(errorOf(() => write(writeEnd, Buffer.alloc(4096))).code).toBe('EAGAIN');
  });

  it('reports EPIPE when the pipe has no reader', () => {
    const { readEnd, writeEnd } = pipe();
    fds.own(readEnd);
    fds.own(writeEnd);
    fds.close(readEnd);
    expect(() => write(writeEnd, Buffer.alloc(1))).toThrow(
      `write(${writeEnd}): EPIPE, Broken pipe`,
    );
    expect(() => tryWrite(writeEnd, Buffer.alloc(1))).toThrow('EPIPE');
  });

  it('names the path in each error', () => {
    const path = (name: string): string => join(folder, name);
    writeFileSync(path('file'), 'text');
    mkfifo(path('fifo'));
    expect(statSync(path('fifo')).isFIFO()).toBe(true);
    const { readEnd, writeEnd } = pipe();
    fds.own(readEnd);
    fds.own(writeEnd);
    const directory = fds.own(open(folder, O_RDONLY));
    const file = fds.own(open(path('file'), O_RDONLY));
    const buffer = Buffer.alloc(1);
    const table: [() => unknown, string][] = [
      [
        () => open(path('none'), O_RDONLY),
        `open(${path('none')}): ENOENT, No such file or directory`,
      ],
      [() => open(path('file'), O_CREAT | O_EXCL), `open(${path('file')}): EEXIST, File exists`],
      [() => open(folder, O_WRONLY), `open(${folder}): EISDIR, Is a directory`],
      [() => open(path('file/x'), O_RDONLY), `open(${path('file/x')}): ENOTDIR, Not a directory`],
      [
        () => open(path('fifo'), O_WRONLY | O_NONBLOCK),
        `open(${path('fifo')}): ENXIO, No such device or address`,
      ],
      [() => read(directory, buffer), `read(${directory}): EISDIR, Is a directory`],
      [() => write(file, buffer), `write(${file}): EBADF, Bad file descriptor`],
      [() => pread(readEnd, buffer, 0), `pread(${readEnd}): ESPIPE, Illegal seek`],
      [() => pread(file, buffer, -1), `pread(${file}): EINVAL, Invalid argument`],
      [() => mkfifo(path('fifo')), `mkfifo(${path('fifo')}): EEXIST, File exists`],
      [
        () => link(path('file'), path('fifo')),
        `link(${path('file')}, ${path('fifo')}): EEXIST, File exists`,
      ],
      [
        () => link('/proc/version', path('x')),
        `link(/proc/version, ${path('x')}): EXDEV, Invalid cross-device link`,
      ],
      [() => unlink(path('none')), `unlink(${path('none')}): ENOENT, No such file or directory`],
      [() => dup(-1), 'dup(-1): EBADF, Bad file descriptor'],
    ];
    expect(table.map(([call]) => errorOf(call).message)).toEqual(table.map(([, text]) => text));
  });

  it('read ends with EINTR when a signal comes', async () => {
    const script = startScript('blocked-call', { args: ['read'] });
    expect(await script.next()).toBe('blocking');
    await script.blocked();
    script.kill('SIGUSR1');
    expect(await script.next()).toEqual({ before: false, outcome: 'read EINTR', after: true });
    expect(await script.end).toMatchObject({ code: 0 });
  });
});
