// Ends with code 7 when it gets a signal, as clients that are held do.

import { ordersFromSignals } from '../clients/orders';

process.exitCode = 7;
const alive = setInterval(() => undefined, 1_000);
const orders = ordersFromSignals(() => {
  clearInterval(alive);
  orders.stop();
});
process.stderr.write('ready\n');
