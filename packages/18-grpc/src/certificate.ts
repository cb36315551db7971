// Makes a self-signed certificate (chapter 18), for a server that only its own clients
// trust.

import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM. A client with this certificate trusts this server and no other. */
  readonly certificate: string;
  /** PEM; keep it secret. */
  readonly privateKey: string;
}

/** For `localhost` and 127.0.0.1; valid for a day. */
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
