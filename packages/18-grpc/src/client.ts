// The client with gRPC's library (chapter 18), with promises.

import {
  credentials as clientCredentials,
  Metadata,
  type ChannelCredentials,
  type ClientOptions,
  type ServiceError,
} from '@grpc/grpc-js';
import { PiCalculatorClient, type PiResponse } from './generated/pi';
import { checkTimeout } from './by-hand/ending/deadline';
import { fromStatus } from './status';

/**
 * gRPC's retries are not in the code of a call but in a service config, which could also
 * come from DNS. Only calls that fail with UNAVAILABLE are retried. In gRPC, other than
 * in our protocol, that does not promise that the call had no effect, so it suits only
 * methods that may run twice, such as this one.
 */
// #region config
export const RETRYING = {
  methodConfig: [
    {
      name: [{ service: 'pi.PiCalculator' }],
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: '0.02s',
        maxBackoff: '0.2s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
  ],
  retryThrottling: { maxTokens: 10, tokenRatio: 0.1 },
};
// #endregion config

export class PiClient {
  /** The generated client, with all four kinds of calls. */
  readonly raw: PiCalculatorClient;

  /** @param address `host:port` */
  constructor(
    address: string,
    credentials: ChannelCredentials = clientCredentials.createInsecure(),
    options: ClientOptions = {},
  ) {
    this.raw = new PiCalculatorClient(address, credentials, {
      'grpc.service_config': JSON.stringify(RETRYING),
      ...options,
    });
  }

  // #region calc
  /** @param timeoutMs is sent as gRPC's deadline @throws GrpcError */
  async calc(n: number, timeoutMs = 10_000): Promise<number> {
    checkTimeout(timeoutMs);
    const deadline = Date.now() + timeoutMs;
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, response: PiResponse): void => {
        if (error === null) resolve(response.value);
        else reject(fromStatus(error));
      };
      this.raw.calc({ n }, new Metadata(), { deadline }, done);
    });
  }
  // #endregion calc

  close(): void {
    this.raw.close();
  }
}
