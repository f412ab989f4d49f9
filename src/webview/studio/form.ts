/** The form's state: the draft as it is typed, kept by the host a moment later, which says what is wrong with it. */
import { type ReadonlySignal, batch, computed, signal } from '@preact/signals';
import * as v from 'valibot';
import type { Problem } from '../../shared/model.ts';
import { type AssetView, type Draft, type GalleryItem, draftSchema } from '../../shared/protocol.ts';
import { type Bridge, type Keep, asLongAsItTakes } from '../bridge.ts';
import { coalesced } from '../coalesce.ts';
import { persisted } from '../persisted.ts';
import { resource, sentenceOf } from '../resource.ts';
import { type Model, type Provider, modelOf, settled, withInput } from './draft.ts';
import { fieldsOf, told } from './problems.ts';

/** Milliseconds of rest in typing after which the host gets the draft. */
const saveAfter = 300;

export interface Form {
  readonly providers: ReadonlySignal<readonly Provider[]>;
  /** `null` until the host gave it. */
  readonly draft: ReadonlySignal<Draft | null>;
  readonly model: ReadonlySignal<Model | undefined>;
  /** The problems to tell now, the first one first. */
  readonly problems: ReadonlySignal<readonly Problem[]>;
  readonly recent: ReadonlySignal<readonly GalleryItem[]>;
  /** What is known of chosen files, by their ids. */
  readonly files: ReadonlySignal<ReadonlyMap<string, AssetView>>;
  readonly generating: ReadonlySignal<boolean>;
  /** Why there is no form. */
  readonly error: ReadonlySignal<string | null>;
  readonly load: () => Promise<void>;
  /** Takes what was typed; the field counts as touched once it is left. */
  readonly edit: (draft: Draft) => void;
  readonly touch: (field: string) => void;
  /** Lets the person choose a file for an input. Resolves to it, or to `null` where they chose none; rejects with the host's sentence. */
  readonly choose: (input: string) => Promise<AssetView | null>;
  readonly refreshRecent: () => Promise<void>;
  /** Resolves to what became of it; rejects with the host's sentence. */
  readonly generate: () => Promise<Outcome>;
}

export type Outcome = 'started' | 'problems' | 'nothing';

function contentOf(draft: Draft, field: string): string | boolean | undefined {
  if (field === 'prompt' || field === 'provider' || field === 'model') return draft[field];
  return draft.parameters[field] ?? draft.inputs?.[field];
}

/** What was typed and not saved yet survives a reload. */
const unsavedSchema: v.GenericSchema<unknown, Draft | null> = v.nullable(draftSchema);

export function createForm(bridge: Bridge, keep: Keep): Form {
  const unsaved = persisted(keep, 1, unsavedSchema, null);
  const providers = signal<readonly Provider[]>([]);
  const draft = signal<Draft | null>(unsaved.restored);
  const found = signal<readonly Problem[]>([]);
  const touched = signal<ReadonlySet<string>>(new Set());
  const tried = signal(false);
  const recent = signal<readonly GalleryItem[]>([]);
  const files = signal<ReadonlyMap<string, AssetView>>(new Map());
  const generating = signal(false);
  const error = signal<string | null>(null);
  const model = computed(() => (draft.value === null ? undefined : modelOf(providers.value, draft.value)));
  let dirty = unsaved.restored !== null;
  let edits = 0;
  /** The last one that was asked for, until the host has answered. */
  let latest: { readonly sent: Draft; readonly done: Promise<Outcome> } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const saved = resource((sent: Draft) => bridge.request('studio.save', { draft: sent }));

  async function save(): Promise<void> {
    clearTimeout(timer);
    const sent = draft.peek();
    if (sent === null || !await saved.load(sent)) return;
    found.value = saved.value.peek()?.problems ?? [];
    clean(sent);
  }

  async function place(sent: Draft): Promise<Outcome> {
    if (draft.peek() === sent) {
      clearTimeout(timer);
      saved.cancel();
    }
    // The host may have to ask the person first.
    const { problems, generation } = await bridge.request('studio.generate', { draft: sent }, asLongAsItTakes);
    clean(sent);
    batch(() => {
      found.value = problems;
      tried.value = problems.length > 0;
      if (generation !== null) touched.value = new Set();
    });
    // The host keeps what was sent: what was typed since is kept again.
    if (draft.peek() !== sent) void save();
    return generation !== null ? 'started' : problems.length > 0 ? 'problems' : 'nothing';
  }

  function clean(sent: Draft): void {
    if (draft.peek() !== sent) return;
    dirty = false;
    unsaved.save(null);
  }

  function edit(next: Draft): void {
    const before = draft.peek();
    draft.value = next;
    // What was wrong with the old content says nothing of the new one, which is checked a moment later.
    found.value = found.peek().filter(({ field }) => before === null || contentOf(before, field) === contentOf(next, field));
    dirty = true;
    edits++;
    unsaved.save(next);
    clearTimeout(timer);
    timer = setTimeout(() => void save(), saveAfter);
  }

  const load = coalesced(async () => {
    const asked = edits;
    try {
      const loaded = await bridge.request('studio.load', {});
      batch(() => {
        error.value = null;
        providers.value = loaded.providers;
        recent.value = loaded.recent;
        files.value = new Map([...files.peek(), ...loaded.files.map(file => [file.id, file] as const)]);
        // What was typed since is newer than the answer, also when it was saved by now.
        const current = dirty || edits !== asked ? draft.peek() ?? loaded.draft : loaded.draft;
        draft.value = settled(current, loaded.providers);
        found.value = loaded.problems;
      });
      if (dirty || draft.peek() !== loaded.draft) await save();
    } catch (reason) {
      error.value = sentenceOf(reason);
    }
  });

  return {
    providers, draft, model, recent, files, generating, error, load, edit,
    problems: computed(() => (draft.value === null ? [] : told(found.value, fieldsOf(providers.value, draft.value), touched.value, tried.value))),
    touch(field) {
      if (!touched.peek().has(field)) touched.value = new Set(touched.peek()).add(field);
    },
    async choose(input) {
      const asked = draft.peek();
      if (asked === null) return null;
      const { file } = await bridge.request('studio.chooseInput', { provider: asked.provider, model: asked.model, input }, asLongAsItTakes);
      const current = draft.peek();
      if (file === null || current === null) return file;
      batch(() => {
        files.value = new Map(files.peek()).set(file.id, file);
        edit(withInput(current, input, file.id));
        touched.value = new Set(touched.peek()).add(input);
      });
      return file;
    },
    refreshRecent: coalesced(async () => {
      const answer = await bridge.request('studio.recent', {}).catch(() => null);
      if (answer !== null) recent.value = answer.recent;
    }),
    async generate() {
      const sent = draft.peek();
      // Pressed once more for the same, that is one press too many; for another draft it is another wish, and takes its turn.
      if (sent === null || latest?.sent === sent) return 'nothing';
      const before = latest?.done.catch(() => undefined);
      const turn = { sent, done: (async () => { await before; return place(sent); })() };
      latest = turn;
      generating.value = true;
      try {
        return await turn.done;
      } finally {
        if (latest === turn) {
          latest = null;
          generating.value = false;
        }
      }
    },
  };
}
