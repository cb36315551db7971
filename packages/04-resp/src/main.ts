// The RESP front end of chapter 04: npm start -- serve 4 --port 6379
import { eventLoop, runServer } from '@bytes-up/server-kit';
import { startFrontEnd } from './front-end/front-end';

void runServer({
  name: '04-resp',
  summary: "Our service behind Redis' protocol: PING, ECHO, HELLO, RPC.",
  engines: { net: eventLoop(startFrontEnd) },
});
