// A certificate made on the spot, for a server that nobody else has to trust (chapter 18).

import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM. A client that is given this trusts this server, and no other. */
  readonly certificate: string;
  /** PEM, and nobody else's business. */
  readonly privateKey: string;
}

/** For `localhost` and 127.0.0.1, for a day. */
export async function makeCertificate(): Promise<Certificate> {
  const notAfterDate = new Date(Date.now() + 24 * 60 * 60 * 1000);
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notAfterDate,
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { certificate: cert, privateKey: key };
}
