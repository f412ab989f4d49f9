/** A server that nobody should ever talk to: it takes every connection and keeps what came in, whatever protocol it speaks. */
import { once } from 'node:events';
import * as net from 'node:net';

export interface Capture {
  /** "http://127.0.0.1:41234" */
  readonly origin: string;
  /** What came in, one text for each connection, '' for one that said nothing. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

/** Of each connection so many bytes are kept. */
const mostKept = 16_384;

export async function startCapture(): Promise<Capture> {
  const seen: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer(socket => {
    const at = seen.push('') - 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', bytes => {
      seen[at] = `${seen[at]}${bytes.toString('latin1')}`.slice(0, mostKept);
      // Friendly, so that whoever came goes on talking: a proxy's client, an API's, a page's.
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 33\r\n\r\n{"id":"job-1","status":"queued"}\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    seen,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
