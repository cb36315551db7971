// A service of one's own, as a module.

import type { SyncService } from '@bytes-up/protocol';

export const service: SyncService = {
  greet: { out: 'greeting', handle: (name) => ['hello', name] },
};
