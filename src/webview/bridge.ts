/** The only door between a page and the extension host: typed requests that are always answered, and events. */
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { type HostEvent, type Method, type Params, type Result, eventSchema, replySchema, requests } from '../shared/protocol.ts';
import { duration } from '../shared/text.ts';

/** How messages travel; a window's in the product. */
export interface Port {
  readonly post: (message: unknown) => void;
  readonly listen: (receive: (message: unknown) => void) => void;
}

/** What a page may keep over a reload; see persisted.ts. */
export interface Keep {
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}

export interface Bridge {
  /**
   * Rejects with a sentence for people: the host's own, or that no answer came within `patience` milliseconds.
   * Where the host asks the person something first, give {@link asLongAsItTakes}.
   */
  readonly request: <M extends Method>(method: M, params: Params<M>, patience?: number) => Promise<Result<M>>;
  readonly on: <E extends HostEvent['event']>(event: E, listener: (event: Extract<HostEvent, { event: E }>) => void) => void;
}

export const usualPatience = 30_000;
export const asLongAsItTakes = Number.POSITIVE_INFINITY;

interface Pending {
  readonly settle: (reply: v.InferOutput<typeof replySchema>) => void;
}

export function connect(port: Port): Bridge {
  const pending = new Map<number, Pending>();
  const listeners: { readonly event: string; readonly tell: (event: HostEvent) => void }[] = [];
  let lastId = 0;

  port.listen(message => {
    const reply = v.safeParse(replySchema, message);
    if (reply.success) {
      pending.get(reply.output.reply)?.settle(reply.output);
      return;
    }
    const event = v.safeParse(eventSchema, message);
    if (!event.success) return;
    for (const listener of listeners) if (listener.event === event.output.event) listener.tell(event.output);
  });

  return {
    request<M extends Method>(method: M, params: Params<M>, patience = usualPatience): Promise<Result<M>> {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const timer = patience === asLongAsItTakes ? undefined : setTimeout(() => {
          pending.delete(id);
          reject(new Error(l10n.t('Darkroom did not answer within {0}.', duration(patience))));
        }, patience);
        pending.set(id, {
          settle(reply) {
            pending.delete(id);
            clearTimeout(timer);
            if (!reply.ok) return reject(new Error(reply.error));
            const schema: v.GenericSchema = requests[method].result;
            const result = v.safeParse(schema, reply.result);
            if (result.success) resolve(result.output as Result<M>);
            else reject(new Error(l10n.t('Darkroom’s answer could not be read. Reload the window.')));
          },
        });
        port.post({ id, method, params });
      });
    },
    on(event, listener) {
      listeners.push({ event, tell: listener as (event: HostEvent) => void });
    },
  };
}
