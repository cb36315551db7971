// A module that exports a service.

import type { SyncService } from '@bytes-up/protocol';

export const service: SyncService = {
  greet: { out: 'greeting', handle: (name) => ['hello', name] },
};
