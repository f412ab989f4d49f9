/** The form's state: the draft as it is typed, kept by the host a moment later, which says what is wrong with it. */
import { type ReadonlySignal, batch, computed, effect, signal, untracked } from '@preact/signals';
import type { Problem } from '../../shared/model.ts';
import type { AssetView, Draft, GalleryItem, PresetView } from '../../shared/protocol.ts';
import { type Bridge, type Keep, asLongAsItTakes } from '../bridge.ts';
import { coalesced } from '../coalesce.ts';
import { resource, sentenceOf } from '../resource.ts';
import { type Model, type Provider, modelOf, settled, withInput, withWish } from './draft.ts';
import { type Opened, groupKey, groupsToOpen, isOpen, matching, withGroup } from './groups.ts';
import { keptState } from './kept.ts';
import { fieldsOf, told } from './problems.ts';
import { createPromptHistory } from './prompts.ts';
import type { Direction } from './walk.ts';

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
  readonly presets: ReadonlySignal<readonly PresetView[]>;
  /** What is known of chosen files, by their ids. */
  readonly files: ReadonlySignal<ReadonlyMap<string, AssetView>>;
  readonly generating: ReadonlySignal<boolean>;
  /** What is looked for among the parameters. */
  readonly search: ReadonlySignal<string>;
  /** Why there is no form. */
  readonly error: ReadonlySignal<string | null>;
  readonly load: () => Promise<void>;
  /** Takes what was typed; the field counts as touched once it is left. */
  readonly edit: (draft: Draft) => void;
  readonly touch: (field: string) => void;
  readonly find: (search: string) => void;
  /** Whether a group of the model's parameters is open. */
  readonly isOpen: (group: string) => boolean;
  readonly toggle: (group: string) => void;
  /** Sees to it that a field is on the page: nothing is looked for that hides it, and its group is open. */
  readonly reveal: (field: string) => void;
  /** Goes to an earlier prompt, or back. Resolves to it; `null` where there is no other. */
  readonly walk: (direction: Direction) => Promise<string | null>;
  /** Does what commands asked of the form. */
  readonly takeWishes: () => Promise<void>;
  /** What the person has to know of that, until they put it away or go on to generate; `null` where there is nothing. */
  readonly said: ReadonlySignal<string | null>;
  readonly dismiss: () => void;
  /** Resolves once the host has all that was typed. */
  readonly flush: () => Promise<void>;
  /** Lets the person choose a file for an input. Resolves to it, or to `null` where they chose none; rejects with the host's sentence. */
  readonly choose: (input: string) => Promise<AssetView | null>;
  /** The same with a file that was dropped, by the address that VS Code gave the page. */
  readonly drop: (input: string, uri: string) => Promise<AssetView | null>;
  readonly refreshRecent: () => Promise<void>;
  /** Resolves to what became of it; rejects with the host's sentence. */
  readonly generate: () => Promise<Outcome>;
}

export type Outcome = 'started' | 'problems' | 'nothing';

function contentOf(draft: Draft, field: string): string | boolean | undefined {
  if (field === 'prompt' || field === 'provider' || field === 'model') return draft[field];
  return draft.parameters[field] ?? draft.inputs?.[field];
}

export function createForm(bridge: Bridge, keep: Keep): Form {
  const kept = keptState(keep);
  const providers = signal<readonly Provider[]>([]);
  const draft = signal<Draft | null>(kept.restored.unsaved);
  const found = signal<readonly Problem[]>([]);
  const touched = signal<ReadonlySet<string>>(new Set());
  const tried = signal(false);
  const recent = signal<readonly GalleryItem[]>([]);
  const presets = signal<readonly PresetView[]>([]);
  const search = signal('');
  const said = signal<string | null>(null);
  const opened = signal<Opened>(kept.restored.opened);
  const files = signal<ReadonlyMap<string, AssetView>>(new Map());
  const generating = signal(false);
  const error = signal<string | null>(null);
  const model = computed(() => (draft.value === null ? undefined : modelOf(providers.value, draft.value)));
  const problems = computed(() => (draft.value === null ? [] : told(found.value, fieldsOf(providers.value, draft.value), touched.value, tried.value)));
  let dirty = kept.restored.unsaved !== null;
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
      if (generation === null) return;
      touched.value = new Set();
      said.value = null;
    });
    // The host keeps what was sent: what was typed since is kept again.
    if (draft.peek() !== sent) void save();
    return generation !== null ? 'started' : problems.length > 0 ? 'problems' : 'nothing';
  }

  function clean(sent: Draft): void {
    if (draft.peek() !== sent) return;
    dirty = false;
    kept.change({ unsaved: null });
  }

  function edit(next: Draft): void {
    const before = draft.peek();
    draft.value = next;
    if (before?.provider !== next.provider || before.model !== next.model) search.value = '';
    // What was wrong with the old content says nothing of the new one, which is checked a moment later.
    found.value = found.peek().filter(({ field }) => before === null || contentOf(before, field) === contentOf(next, field));
    dirty = true;
    edits++;
    kept.change({ unsaved: next });
    clearTimeout(timer);
    timer = setTimeout(() => void save(), saveAfter);
  }

  const load = coalesced(async () => {
    const asked = edits;
    // The host may have read its draft before it had written down what is on its way to it.
    const onItsWay = dirty;
    try {
      const loaded = await bridge.request('studio.load', {});
      batch(() => {
        error.value = null;
        providers.value = loaded.providers;
        recent.value = loaded.recent;
        presets.value = loaded.presets;
        files.value = new Map([...files.peek(), ...loaded.files.map(file => [file.id, file] as const)]);
        // What was typed since is newer than the answer, also when it was saved by now.
        const current = dirty || onItsWay || edits !== asked ? draft.peek() ?? loaded.draft : loaded.draft;
        draft.value = settled(current, loaded.providers);
        found.value = loaded.problems;
      });
      if (dirty || draft.peek() !== loaded.draft) await save();
    } catch (reason) {
      error.value = sentenceOf(reason);
    }
  });

  const keyOf = (group: string): string => groupKey(draft.value?.provider ?? '', draft.value?.model ?? '', group);
  const isGroupOpen = (group: string): boolean => model.value !== undefined && isOpen(opened.value, keyOf(group), model.value);
  function setOpen(group: string, open: boolean): void {
    opened.value = withGroup(opened.peek(), keyOf(group), open);
    kept.change({ opened: opened.peek() });
  }

  let toldBefore: readonly Problem[] = [];
  effect(() => {
    const before = toldBefore;
    toldBefore = problems.value;
    const closed = groupsToOpen(model.peek()?.parameters ?? [], before, toldBefore);
    untracked(() => { for (const group of closed) if (!isGroupOpen(group)) setOpen(group, true); });
  });

  const prompts = createPromptHistory({
    ask: after => bridge.request('studio.prompts', { after }),
    prompt: () => draft.peek()?.prompt ?? '',
    put(prompt) {
      const current = draft.peek();
      if (current !== null) edit({ ...current, prompt });
    },
    restored: kept.restored.walk,
    keep: walk => kept.change({ walk }),
  });

  /** @param ask lets the host find the file for this model's input */
  async function take(input: string, ask: (of: { provider: string; model: string; input: string }) => Promise<{ file: AssetView | null }>): Promise<AssetView | null> {
    const asked = draft.peek();
    if (asked === null) return null;
    const { file } = await ask({ provider: asked.provider, model: asked.model, input });
    const current = draft.peek();
    if (file === null || current === null) return file;
    batch(() => {
      files.value = new Map(files.peek()).set(file.id, file);
      edit(withInput(current, input, file.id));
      touched.value = new Set(touched.peek()).add(input);
    });
    return file;
  }

  async function takeWishes(): Promise<void> {
    if (providers.peek().length === 0) await load();
    // They wait at the host until there is a form.
    if (providers.peek().length === 0) return;
    const { wishes, files: named } = await bridge.request('studio.wishes', {});
    if (wishes.length === 0) return;
    const says: string[] = [];
    batch(() => {
      files.value = new Map([...files.peek(), ...named.map(file => [file.id, file] as const)]);
      for (const wish of wishes) {
        const before = draft.peek()!;
        const next = withWish(before, wish, providers.peek());
        if (next.prompt !== before.prompt) prompts.leave(before.prompt, next.prompt);
        if (wish.says !== null) says.push(wish.says);
        if (wish.switched !== undefined && (next.provider !== before.provider || next.model !== before.model)) says.push(wish.switched);
        edit(next);
        touched.value = new Set([...touched.peek(), ...Object.keys(wish.inputs ?? {}), ...Object.keys(wish.parameters ?? {})]);
      }
      said.value = says.length === 0 ? null : says.join(' ');
    });
  }

  return {
    providers, draft, model, recent, presets, files, generating, error, search, said, problems, load, edit, takeWishes,
    touch(field) {
      if (!touched.peek().has(field)) touched.value = new Set(touched.peek()).add(field);
    },
    dismiss: () => { said.value = null; },
    find: text => { search.value = text; },
    isOpen: isGroupOpen,
    toggle: group => setOpen(group, !isGroupOpen(group)),
    reveal(field) {
      const parameter = model.peek()?.parameters.find(({ name }) => name === field);
      if (parameter === undefined) return;
      if (!matching([parameter], search.peek()).includes(parameter)) search.value = '';
      if (parameter.group !== undefined && !isGroupOpen(parameter.group)) setOpen(parameter.group, true);
    },
    walk: direction => prompts.go(direction),
    async flush() {
      if (dirty) await save();
    },
    choose: input => take(input, of => bridge.request('studio.chooseInput', of, asLongAsItTakes)),
    drop: (input, uri) => take(input, of => bridge.request('studio.dropInput', { ...of, uri })),
    refreshRecent: coalesced(async () => {
      const answer = await bridge.request('studio.recent', {}).catch(() => null);
      if (answer === null) return;
      batch(() => {
        recent.value = answer.recent;
        presets.value = answer.presets;
      });
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
