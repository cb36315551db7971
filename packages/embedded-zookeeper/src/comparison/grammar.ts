// Generates random requests of every operation: valid and invalid paths, ACLs, versions,
// transactions. Most of them are valid, so that a tree grows.

import { digestIdentity } from '../tree/acl';
import { JuteWriter } from '../wire/jute';
import type { Random } from './random';

export const OP = {
  create: 1,
  delete: 2,
  exists: 3,
  getData: 4,
  setData: 5,
  getAcl: 6,
  setAcl: 7,
  getChildren: 8,
  sync: 9,
  ping: 11,
  getChildren2: 12,
  check: 13,
  multi: 14,
  create2: 15,
  auth: 100,
  setWatches: 101,
  close: -11,
} as const;

/** Operations that the embedded server does not have: a listed difference. */
export const MISSING = [-10, 13, 16, 17, 18, 19, 20, 21, 22, 102, 103, 104, 105, 106, 107];
const UNKNOWN = [0, 10, 23, 77, 99, 108, -1, -2, 0x7f_ff_ff_ff];

/** Few, and not deep, so that most requests find their node. */
const CHILDREN = [
  '',
  '/a',
  '/a',
  '/a',
  '/b',
  '/b',
  '/a/x',
  '/a/x',
  '/a/x/z',
  '/e',
  '/e/f',
  '/a/q-',
];
/** Appended to the prefix of a sequence. */
const ODD_CHILDREN = [
  '/', '/a/', '/a//', '//a', '/.', '/..', '/...', '/a/.', '/a/../b', '/a/..', '/.a', '/a/.b.',
  '/\u0001', '/a\u001f', '/\u007f', '/\u0085', '/\u009f', '/\u00a0', '/\u00e4', '/\u2028', '/ ',
  '/\ue000', '/\uf8ff', '/\uf900', '/\ufffd', '/\ufff0', '/\uffef', '/\uffff', '/\u{1f600}', '/\0', '/a\0b',
]; // prettier-ignore
/** Used as the whole path. */
const ODD_PATHS = ['', '/', 'a', '//', '/.', '/..', '/none/x', '.'];
/** A lone surrogate, an invalid lead byte, a truncated character. */
const NOT_UTF8 = [[0xed, 0xa0, 0x80], [0xff], [0xc3], [0xf0, 0x9f, 0x98]];

export const CREDENTIALS = ['ada:secret', 'bob:pw', 'x', '', ':', 'ada:secret:x'];
const USERS = CREDENTIALS.slice(0, 2).map((one) => digestIdentity(one).slice('digest:'.length));
const DIGEST_IDS = [
  'a:b', 'a:b:c', 'a:', ':b', 'a', '', ':', 'a:b:', 'a:b::', 'a::b', '::',
]; // prettier-ignore
const ADDRESSES = [
  '127.0.0.1', '127.0.0.1/8', '127.0.0.9/24', '10.0.0.0/8', '0.0.0.0/0', '1.2.3', '1.2.3.256',
  '127.0.0.1/33', '127.0.0.1/-1', '127.0.0.1/x', '+127.0.0.1', '127..0.1', '::1', '', '1/2/3', null,
]; // prettier-ignore
const ALL = 31;

type Write = (request: JuteWriter) => JuteWriter;

export class Grammar {
  constructor(
    readonly random: Random,
    /** The root of the subtree that this sequence has to itself. */
    readonly prefix: string,
    /** The zxid of the last change when the sequence began. */
    readonly zxid: bigint,
  ) {}

  /** The body of a frame. */
  request(xid: number): Buffer {
    const { random } = this;
    const number = random.oneIn(12) ? random.pick([0, -1, -2, -4, -8, 0x7f_ff_ff_ff]) : xid;
    const type = this.#type();
    const header = new JuteWriter().int(number).int(type);
    return this.#body(type)(header).body();
  }

  /** A valid request that creates a node. */
  creation(xid: number, child: string): Buffer {
    const path = (request: JuteWriter): JuteWriter => request.string(this.prefix + child);
    const create = this.#create(path, [1], [0]);
    return create(new JuteWriter().int(xid).int(OP.create)).body();
  }

  /** A valid request to authenticate as a user. */
  authentication(xid: number): Buffer {
    const user = Buffer.from(this.random.pick(CREDENTIALS.slice(0, 2)));
    const request = new JuteWriter().int(xid).int(OP.auth).int(0).string('digest');
    return request.buffer(user).body();
  }

  #type(): number {
    const { random } = this;
    if (random.oneIn(300)) return random.pick(MISSING);
    if (random.oneIn(80)) return random.pick(UNKNOWN);
    if (random.oneIn(3)) return random.oneIn(3) ? OP.create2 : OP.create;
    if (random.oneIn(60)) return OP.close;
    return random.pick([
      OP.delete, OP.exists, OP.getData, OP.setData, OP.setData, OP.getAcl, OP.setAcl, OP.getChildren,
      OP.ping, OP.getChildren2, OP.multi, OP.multi, OP.setWatches, OP.exists, OP.getData,
      random.pick([OP.auth, OP.sync]),
    ]); // prettier-ignore
  }

  #body(type: number): Write {
    const { random } = this;
    switch (type) {
      case OP.create:
      case OP.create2:
        return this.#create(this.#path());
      case 19: // createContainer
        return this.#create(this.#path(false));
      case 21: {
        // createTTL. Another flag with a negative TTL would crash the real server.
        const create = this.#create(this.#path(false), [5, 6], [5, 6]);
        return (request) => create(request).long(BigInt(random.pick([0, 1000])));
      }
      case OP.delete:
      case OP.check:
      case 20: // deleteContainer
        return (request) => this.#path()(request).int(this.#version());
      case OP.exists:
      case OP.getData:
      case OP.getChildren:
      case OP.getChildren2:
        return (request) => this.#path()(request).bool(random.oneIn(2));
      case OP.setData:
        return (request) => this.#path()(request).buffer(this.#data()).int(this.#version());
      case OP.setAcl:
        return (request) => this.#acls()(this.#path(false)(request)).int(this.#version());
      case OP.multi:
        return this.#multi();
      case OP.auth:
        return this.#auth();
      case OP.setWatches:
        return this.#setWatches();
      case OP.ping:
      case OP.close:
        return (request) => request;
      case 102: // sasl
        return (request) => request.buffer(Buffer.from('x'));
      default:
        return (request) => this.#path()(request).int(random.below(3));
    }
  }

  #auth(): Write {
    const { random } = this;
    const scheme = random.oneIn(8) ? random.pick(['kerberos', 'world', 'ip', '', null]) : 'digest';
    const shown = random.oneIn(3) ? random.pick(CREDENTIALS) : 'ada:secret';
    const credentials = random.oneIn(12) ? null : Buffer.from(shown);
    return (request) => request.int(0).buffer(bytesOf(scheme)).buffer(credentials);
  }

  #create(path: Write, rare = [5, 6, 7, -1, 4, 256], usual = [0, 1, 2, 3]): Write {
    const { random } = this;
    const flags = random.pick(random.oneIn(12) ? rare : usual);
    return (request) => this.#acls()(path(request).buffer(this.#data())).int(flags);
  }

  /** @param mayBeRoot whether it may be null, or the root, which all sequences share */
  #path(mayBeRoot = true): Write {
    const { random, prefix } = this;
    if (!random.oneIn(8)) {
      const path = prefix + random.pick(CHILDREN);
      return (request) => request.string(path);
    }
    const odd = random.below(8);
    if (odd === 0 && mayBeRoot) return (request) => request.buffer(null);
    if (odd === 1) {
      const bytes = Buffer.of(...random.pick(NOT_UTF8));
      return (request) => request.buffer(Buffer.concat([Buffer.from(`${prefix}/`), bytes]));
    }
    const path = mayBeRoot && odd < 4 ? random.pick(ODD_PATHS) : prefix + random.pick(ODD_CHILDREN);
    return (request) => request.string(path);
  }

  #data(): Buffer | null {
    const { random } = this;
    return random.oneIn(8) ? null : Buffer.alloc(random.pick([0, 1, 3, 100]), random.below(256));
  }

  #version(): number {
    const { random } = this;
    return random.oneIn(2) ? -1 : random.pick([0, 0, 1, 1, 2, 3, -2, 0x7f_ff_ff_ff]);
  }

  #acls(): Write {
    const { random } = this;
    if (random.oneIn(20)) {
      const count = random.pick([0, -1, -2, 70_000]);
      return (request) => request.int(count);
    }
    const acls = random.oneIn(2) ? [this.#acl()] : [{ perms: ALL, scheme: 'world', id: 'anyone' }];
    if (random.oneIn(3)) acls.push(this.#acl());
    if (random.oneIn(8)) acls.push(...acls);
    return (request) =>
      request.vector(acls, ({ perms, scheme, id }) =>
        request.int(perms).buffer(bytesOf(scheme)).buffer(bytesOf(id)),
      );
  }

  #acl(): { perms: number; scheme: string | null; id: string | null } {
    const { random } = this;
    const perms = random.oneIn(3) ? random.below(33) : ALL;
    const kind = random.below(32);
    if (kind < 14) return { perms, scheme: 'world', id: 'anyone' };
    if (kind < 19) return { perms, scheme: 'auth', id: random.pick(['', 'x', null]) };
    if (kind < 26) return { perms, scheme: 'digest', id: random.pick(USERS) };
    if (kind < 28) return { perms, scheme: 'ip', id: random.pick(ADDRESSES.slice(0, 5)) };
    if (kind < 29) return { perms, scheme: 'digest', id: random.pick(DIGEST_IDS) };
    if (kind < 30) return { perms, scheme: 'world', id: random.pick(['', 'nobody', null]) };
    if (kind < 31) return { perms, scheme: random.pick([null, '', 'x509', 'super']), id: 'a:b' };
    return { perms, scheme: 'ip', id: random.pick(ADDRESSES) };
  }

  #multi(): Write {
    const { random } = this;
    const parts = random.list(4, () => {
      const odd = [OP.getData, OP.getChildren, 19, 21, 77, -1];
      const usual = [OP.create, OP.create, OP.create2, OP.delete, OP.setData, OP.check];
      const type = random.oneIn(40) ? random.pick(odd) : random.pick(usual);
      return { type, body: this.#body(type) };
    });
    return (request) => {
      for (const { type, body } of parts) body(request.int(type).bool(false).int(-1));
      return request.int(-1).bool(true).int(-1);
    };
  }

  #setWatches(): Write {
    const { random } = this;
    const seen = random.pick([0n, this.zxid, this.zxid + 2n, this.zxid + 6n, 1n << 60n, -1n]);
    const lists = [0, 1, 2].map(() =>
      random.oneIn(20) ? null : random.list(3, () => this.#path()),
    );
    return (request) => {
      request.long(seen);
      for (const list of lists) {
        if (list === null) request.int(-1);
        else request.vector(list, (path) => path(request));
      }
      return request;
    };
  }
}

function bytesOf(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text);
}

/** The operation of a request, or 0 if the request is truncated before it. */
export function typeOf(body: Buffer | undefined): number {
  return body !== undefined && body.length >= 8 ? body.readInt32BE(4) : 0;
}
