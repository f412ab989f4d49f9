/** Asks so many times in so many milliseconds, evenly, and prints the milliseconds of a core that this took. For polling.ts. */
import * as http from 'node:http';

const { urls, requests, lasts } = JSON.parse(process.argv[2]!) as { urls: string[]; requests: number; lasts: number };
const agent = new http.Agent({ keepAlive: true });

function ask(url: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    http.get(url, { agent }, response => {
      let body = '';
      response.setEncoding('utf8').on('data', (piece: string) => { body += piece; }).on('end', () => resolve(JSON.parse(body)));
    }).on('error', reject);
  });
}

// Once before it counts, as the engine had its time to get warm.
for (const url of [...urls, ...urls, ...urls]) await ask(url);
const before = process.cpuUsage();
const from = performance.now();
const under: Promise<unknown>[] = [];
for (let n = 0; n < requests; n++) {
  await new Promise(resolve => setTimeout(resolve, Math.max(0, from + n * lasts / requests - performance.now())));
  under.push(ask(urls[n % urls.length]!));
}
await Promise.all(under);
await new Promise(resolve => setTimeout(resolve, Math.max(0, from + lasts - performance.now())));
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1000));
agent.destroy();
