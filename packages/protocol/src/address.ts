// The address on which a server listens, and how to print it.

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** For example `127.0.0.1:8080` or `[::1]:8080`. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
