/**
 * The fault matrix through the engine: each fault meets one job at one of its calls, then stops. The job has to come home, or to be
 * unconfirmed where nobody can tell, and nothing is paid twice.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { wishCancel, wishGeneration } from '../../../src/extension/engine/wishes.ts';
import { createCustomProvider } from '../../../src/extension/providers/custom/provider.ts';
import { type Http, type HttpRequest, type Limits, createHttp } from '../../../src/extension/providers/http.ts';
import { attemptsOf } from '../../../src/extension/store/attempts.ts';
import { type RecoveryMode, recoveryModes } from '../../../src/shared/model.ts';
import { customConfigFor } from '../../fakes/custom-config.ts';
import type { Fault } from '../../fakes/faults.ts';
import { type FakeProvider, type Route, startFakeProvider } from '../../fakes/provider-server.ts';
import { type Rig, rigOf } from '../engine/rig.ts';
import { essentialFaults as faults, isEndless, nameOf } from '../providers/matrix.ts';
import { until } from '../until.ts';

/** Calls that a fault meets, and how often before it stops. */
const struckTimes: Readonly<Partial<Record<Route, number>>> = { submit: 1, find: 2, poll: 2, cancel: 1, file: 2 };

/** What only the mode changes is run in every mode, the rest in one. */
function callsOf(mode: RecoveryMode): readonly Route[] {
  const asked: readonly Route[] = mode === 'key-reject' || mode === 'lookup' ? ['find'] : [];
  return ['submit', ...asked, ...(mode === 'client-id' ? ['poll', 'cancel', 'file'] as const : [])];
}

interface Run {
  readonly name: string;
  readonly call: Route;
  readonly fault: Fault;
  readonly provider: string;
  id: string;
  struck: number;
  /** Ends the call that is under way as its time limit would. */
  late: () => void;
}

const atOnce = 40;

const patience: Partial<Limits> = { connect: 10_000, headers: 10_000, idle: 10_000, total: 10_000, mediaTotal: 10_000 };

describe('faults met by the engine', function () {
  this.timeout(60_000);
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);
  before(() => void process.on('unhandledRejection', onRejection));
  after(() => void process.off('unhandledRejection', onRejection));
  let fake: FakeProvider;
  afterEach(async () => {
    await fake.close();
    assert.deepEqual(rejections.splice(0), [], 'unhandled rejections');
  });

  for (const mode of recoveryModes) {
    it(`recovery ${mode}: ${faults.length} faults of ${callsOf(mode).join(', ')}: each job comes home or is unconfirmed, and none is paid twice`, async () => {
      const runs = callsOf(mode).flatMap(call => faults.map((fault, index): Run => ({ name: `${call} ${nameOf(fault)}`, call, fault, provider: `${call}-${index}`, id: '', struck: 0, late: () => undefined })));
      const { rig, place } = await begin(mode, runs);
      // Some at a time: hundreds of connections at once would be a fault of their own.
      const waiting = [...runs];
      const left = new Set<Run>();
      await until(() => [...left].map(run => `${run.name}: ${JSON.stringify(rig.row(run.id).attempt)}`).slice(0, 3).join('\n'), async () => {
        // Looked at from time to time only: the engine works in this process too.
        await new Promise(resolve => setTimeout(resolve, 20));
        for (const run of left) {
          if (rests(rig, run)) left.delete(run);
          else await steer(rig, run);
        }
        for (const run of waiting.splice(0, atOnce - left.size)) {
          run.id = await place(run);
          left.add(run);
        }
        return left.size === 0;
      }, 45_000);
      for (const run of runs) check(rig, run, mode);
      assert.deepEqual(fake.charges.twice, []);
      assert.deepEqual(runs.filter(run => run.struck === 0).map(run => run.name), [], 'faults that were never met');
    });
  }

  /** One engine, and for each run a provider of its own, so that a refused key or an empty account holds nobody else. */
  async function begin(mode: RecoveryMode, runs: readonly Run[]): Promise<{ rig: Rig; place: (run: Run) => Promise<string> }> {
    const byProvider = new Map(runs.map(run => [run.provider, run]));
    const at: { rig?: Rig } = {};
    fake = await startFakeProvider({
      mode,
      faultFor(route, about) {
        const found = at.rig?.db.get<{ provider: string }>('SELECT provider FROM attempt WHERE id = ? OR remote_id = ?', about, about);
        const run = found === undefined ? undefined : byProvider.get(found.provider);
        if (run === undefined) return undefined;
        // For the look-up to be needed, the answer to the submit is lost.
        if (run.call === 'find' && route === 'submit') return { kind: 'reset', when: 'after-work' };
        if (route !== run.call || run.struck++ >= (struckTimes[route] ?? 0)) return undefined;
        // Its time is up once it was met: a limit in milliseconds would end it before, on a machine that is busy.
        if (isEndless(run.fault)) setTimeout(() => run.late(), 30);
        return run.fault;
      },
    });
    const client = createHttp({ declaredOrigins: [fake.origin], limits: patience });
    const more = runs.map(run => createCustomProvider(customConfigFor(fake, mode, { id: run.provider }), { http: hastyAt(run, client), key: async () => undefined }));
    const rig = at.rig = await rigOf(customConfigFor(fake, mode), { more, times: { downloadTries: 4, wakeAfter: 20 } });
    const { wisher } = rig;
    return {
      rig,
      place: run => wishGeneration(wisher, { provider: run.provider, model: 'picture-1', operation: 'text-to-image', prompt: run.name, parameters: {} }, mode, 0),
    };
  }

  /** What the person does (cancels where that is what is struck, sets the key that was refused), and the service: it finishes. */
  async function steer(rig: Rig, run: Run): Promise<void> {
    const { attempt } = rig.row(run.id);
    const job = fake.jobs.find(each => each.id === attempt.remoteId);
    if (run.call === 'cancel' && job !== undefined && attempt.cancelWishedAt === null) await wishCancel(rig.wisher, run.id);
    else if (job?.ended === false && (run.call !== 'cancel' || attempt.cancelSentAt !== null)) job.finish();
    if (attempt.heldBecause === 'key') await rig.ledger.letGo(run.provider);
  }

  function rests(rig: Rig, { id }: Run): boolean {
    const { attempt } = rig.row(id);
    return attempt.end !== null || attempt.unconfirmedAt !== null;
  }

  function check(rig: Rig, { id, name, call, fault }: Run, mode: RecoveryMode): void {
    const { attempt } = rig.row(id);
    const attempts = attemptsOf(rig.db, id);
    const told = `${name}: ${attempt.end ?? 'unconfirmed'}, ${JSON.stringify(attempt.failure)}`;
    const charges = attempts.map(each => fake.charges.of(each.id));
    assert.ok(charges.reduce((sum, each) => sum + each, 0) <= 1, `${told}: charged ${charges.join()}`);
    for (const each of attempts) {
      const sent = fake.requests.filter(request => request.route === 'submit' && [request.headers['idempotency-key'], request.headers['x-client-reference']].includes(each.id)).length;
      // A reference that the service keeps unique may be sent again, and one that it refused or surely does not know; no other.
      if (mode === 'none' || mode === 'lookup') assert.ok(sent <= (saysNo(fault) ? 2 : 1), `${told}: sent ${sent} times`);
    }
    if (attempt.end === 'completed') assert.ok(rig.files(id).length === 1 && rig.files(id).every(existsSync), `${told}: completed without its file`);
    else assert.deepEqual(rig.files(id), [], told);
    if (attempt.end === 'cancelled') return assert.equal(call, 'cancel', told);
    if (attempt.end === 'failed') return assert.ok(saysNo(fault) && (call !== 'submit' || charges.every(each => each === 0)), told);
    if (attempt.end === null) assert.ok(call === 'submit' || call === 'find', told);
    // What was charged for and can be found again is never left unconfirmed.
    if (attempt.end === null && mode !== 'none') assert.ok(charges.every(each => each === 0) || (mode === 'lookup' && call === 'find'), told);
  }
});

/** A client whose time is up when a fault was met that would keep it waiting for ever. */
function hastyAt(run: Run, client: Http): Http {
  if (!isEndless(run.fault)) return client;
  const limited = (request: HttpRequest): HttpRequest => {
    if (!isOf(run.call, request)) return request;
    const over = new AbortController();
    run.late = () => over.abort(new DOMException('its time is up', 'TimeoutError'));
    return { ...request, signal: AbortSignal.any([request.signal, over.signal]) };
  };
  return { json: request => client.json(limited(request)), stream: request => client.stream(limited(request)), dispose: () => client.dispose() };
}

function isOf(call: Route, { method, url }: HttpRequest): boolean {
  const { pathname, search } = new URL(url);
  switch (call) {
    case 'submit': return method === 'POST' && pathname === '/v1/jobs';
    case 'find': return search.startsWith('?reference=');
    case 'cancel': return pathname.endsWith('/cancel');
    case 'file': return pathname.startsWith('/files/');
    default: return method === 'GET' && /^\/v1\/jobs\/[^/]+$/u.test(pathname);
  }
}

/** Whether it is a "no" that is meant: a job may end by it. A success with a complaint in it is one too. */
function saysNo(fault: Fault): boolean {
  return fault.kind === 'status' && fault.status >= 200 && fault.status < 500;
}
