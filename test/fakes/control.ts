/** Steers a fake provider from another process, over HTTP under /__control/. */
import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { send } from './faults.ts';
import type { FakeJob } from './jobs.ts';
import type { FakeProvider, Route } from './provider-server.ts';

/**
 *   GET  /__control/state                          { charges, twice, byReference, jobs, requests }
 *   POST /__control/auto          { ms }           how long new jobs take by themselves, `null`: until told
 *   POST /__control/next          { route, fault } the next request of this kind meets this fault
 *   POST /__control/always        { route, fault } every one, until `null`
 *   POST /__control/jobs/ID/DO    { … }            DO is progress {fraction, word}, finish {outputs}, fail {message, code},
 *                                                  moderate, cancelled, expire or forget; ID a job, a reference or "latest"
 */
export function control(fake: FakeProvider, path: string, method: string, body: string, response: ServerResponse): void {
  const [what = '', id = '', action = ''] = path.slice('/__control/'.length).split('/').map(decodeURIComponent);
  try {
    const order = (body === '' ? {} : JSON.parse(body)) as Order;
    if (method === 'GET' && what === 'state') return answer(response, 200, stateOf(fake));
    if (method !== 'POST') return answer(response, 405, {});
    switch (what) {
      case 'auto': fake.auto = order.ms ?? null; break;
      case 'next': if (order.route && order.fault) fake.next(order.route, order.fault); break;
      case 'always': if (order.route) fake.always(order.route, order.fault ?? null); break;
      case 'jobs': steer(fake.job(id === 'latest' ? undefined : id), action, order); break;
      default: return answer(response, 404, {});
    }
    answer(response, 200, {});
  } catch (error) {
    answer(response, 400, { error: String(error) });
  }
}

interface Order {
  readonly ms?: number | null;
  readonly route?: Route;
  readonly fault?: Fault | null;
  readonly fraction?: number;
  readonly word?: string;
  readonly outputs?: number;
  readonly message?: string;
  readonly code?: string;
}

function steer(job: FakeJob, action: string, order: Order): void {
  switch (action) {
    case 'progress': return job.progress(order.fraction ?? 0, order.word);
    case 'finish': return job.finish(order.outputs);
    case 'fail': return job.fail(order.message ?? 'It did not work.', order.code);
    case 'moderate': return job.moderate();
    case 'cancelled': return job.cancelled();
    case 'expire': return job.expireUrls();
    case 'forget': return job.forget();
    default: throw new Error(`unknown action ${action}`);
  }
}

function stateOf(fake: FakeProvider): unknown {
  const { total, twice, byReference } = fake.charges;
  const jobs = fake.jobs.map(({ id, reference, word, ended, version }) => ({ id, reference, word, ended, version }));
  return { charges: total, twice, byReference, jobs, requests: fake.requests };
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  send(response, { status, type: 'application/json', body: Buffer.from(JSON.stringify(value)) });
}
