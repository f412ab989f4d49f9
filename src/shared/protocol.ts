/**
 * What webviews and the extension host say to each other. Each message has a schema and is checked on
 * arrival, on both sides; each request is answered, errors too. Webviews send ids, never paths,
 * addresses or prices.
 */
import * as v from 'valibot';
import { failureClasses, filters, holdReasons, operations, recoveryModes, verdicts } from './model.ts';
import { groupings, mediaKinds as kinds, mostGroups, sorts, verdictFilters } from './narrow.ts';
import { uploadStates } from './uploads.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const time = v.nullable(v.number());
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

export const countsSchema = v.object({ all: whole, active: whole, failed: whole, completed: whole });

/** The facts a state is derived from (status.ts), without addresses and raw replies. */
export const stateFactsSchema = v.object({
  id, generationId: id, ordinal: whole, createdAt: v.number(), notBefore: time,
  heldBecause: v.nullable(v.picklist(holdReasons)), paused: v.boolean(), uploadingAt: time,
  sentAt: time, recovery: v.picklist(recoveryModes), notFoundAt: time, unconfirmedAt: time,
  remoteId: v.nullable(v.string()), acceptedAt: time,
  word: v.nullable(v.string()), wordAt: time, progress: v.nullable(v.number()), goneAt: time, finishedAt: time,
  cancelWishedAt: time, cancelSentAt: time, dueAt: time, troubles: whole,
  failure: v.nullable(v.object({
    class: v.picklist(failureClasses), sentence: v.string(), at: v.number(), charged: v.optional(v.nullable(v.boolean())),
  })),
  end: v.nullable(v.picklist(['completed', 'failed', 'cancelled'])), endedAt: time,
  estimate: v.nullable(v.number()), charge: v.nullable(v.number()),
});

/** A generation as a card, a chip or a row shows it. */
export const generationViewSchema = v.object({
  id, prompt: v.string(), provider: v.string(), model: v.string(), operation: v.picklist(operations),
  createdAt: v.number(), facts: stateFactsSchema,
  /** What is usual for its model, by its own history (timing.ts). */
  timing: v.object({ stalledAfter: v.number(), usual: v.nullable(v.number()), runs: whole }),
});
export type GenerationView = v.InferOutput<typeof generationViewSchema>;

const mediaKinds = v.picklist(kinds);
const verdict = v.nullable(v.picklist(verdicts));

export const assetViewSchema = v.object({
  id, name: v.string(), folder: v.string(), kind: mediaKinds,
  /** A webview address of the file; it changes when the file does. Empty where it is too large to be shown. */
  url: v.string(), size: whole, modifiedAt: v.number(),
  width: v.nullable(whole), height: v.nullable(whole), verdict,
});
export type AssetView = v.InferOutput<typeof assetViewSchema>;

/** One cell of the gallery. `key` stays the same from submit to asset. */
export const galleryItemSchema = v.object({
  key: id, at: v.number(), generation: v.nullable(generationViewSchema), asset: v.nullable(assetViewSchema),
});
export type GalleryItem = v.InferOutput<typeof galleryItemSchema>;

export const parameterSpecSchema = v.object({
  name: v.string(), label: v.string(), type: v.picklist(['integer', 'number', 'string', 'boolean', 'choice', 'seed']),
  help: v.optional(v.string()), group: v.optional(v.string()), minimum: v.optional(v.number()), maximum: v.optional(v.number()), step: v.optional(v.number()),
  choices: v.optional(v.array(v.object({ value: v.string(), label: v.string() }))),
  default: v.optional(v.union([v.string(), v.number(), v.boolean()])),
});

export const inputSpecSchema = v.object({
  name: v.string(), label: v.string(), kinds: v.array(mediaKinds), required: v.boolean(), maxBytes: whole, help: v.optional(v.string()),
});

export const providerSpecSchema = v.object({
  id, label: v.string(),
  models: v.array(v.object({
    id, label: v.string(), operation: v.picklist(operations), parameters: v.array(parameterSpecSchema),
    inputs: v.optional(v.array(inputSpecSchema)), promptLimit: v.optional(whole), price: v.nullable(v.number()),
  })),
});

export const problemSchema = v.object({ field: v.string(), message: v.string() });

/**
 * The form as it stands: what was typed, so that nothing is lost, also where it is wrong.
 * A parameter left alone is absent; numbers are text until they are checked.
 */
export const draftSchema = v.object({
  provider: v.pipe(v.string(), v.maxLength(100)), model: v.pipe(v.string(), v.maxLength(100)),
  operation: v.picklist(operations), prompt: v.pipe(v.string(), v.maxLength(100_000)),
  parameters: v.record(v.pipe(v.string(), v.maxLength(100)), v.union([v.pipe(v.string(), v.maxLength(10_000)), v.boolean()])),
  /** The chosen files: an asset's id by the input's name. */
  inputs: v.optional(v.record(v.pipe(v.string(), v.maxLength(100)), id)),
});
export type Draft = v.InferOutput<typeof draftSchema>;

/** Something that a command asked of the form: what it does not name stays as it is. */
export const wishSchema = v.object({
  prompt: v.optional(draftSchema.entries.prompt),
  choice: v.optional(v.pick(draftSchema, ['provider', 'model', 'operation'])),
  /** All that is set of the model's parameters: the others go back to their defaults. */
  parameters: v.optional(draftSchema.entries.parameters),
  inputs: v.optional(v.record(v.string(), id)),
  /** What the person has to know of it. */
  says: v.nullable(v.string()),
  /** The same where the form stood at another model, which only the page knows: what it has may not be saved yet. */
  switched: v.optional(v.string()),
});
export type Wish = v.InferOutput<typeof wishSchema>;

export const presetViewSchema = v.object({ id, name: v.string() });
export type PresetView = v.InferOutput<typeof presetViewSchema>;

/** Where a list of prompts goes on: after this generation. */
export const promptCursorSchema = v.object({ at: v.number(), id });
export type PromptCursor = v.InferOutput<typeof promptCursorSchema>;

/** Thumbnails asked for, or brought, at once. */
export const thumbsAtOnce = 100;
/** Files whose transfers are asked for at once. */
export const uploadsAtOnce = 500;
/** Bytes of one thumbnail, at most: 320 pixels of noise stay far below. */
export const largestThumb = 256 * 1024;

/** Why a file has no thumbnail. */
export const thumbTroubles = ['missing', 'unreadable', 'empty', 'unknown', 'drawing', 'large', 'broken'] as const;
export type ThumbTrouble = (typeof thumbTroubles)[number];

/** Which content of a file is meant: another one has another version. */
const version = v.pipe(v.string(), v.minLength(1), v.maxLength(60));
const thumbPack = v.pipe(v.instance(ArrayBuffer), v.check(({ byteLength }) => byteLength <= thumbsAtOnce * largestThumb));
const thumbLength = v.pipe(whole, v.minValue(1), v.maxValue(largestThumb));

/** A file's thumbnail: in the pack that comes along, to be made by the page, or none. */
export const thumbEntrySchema = v.variant('state', [
  v.object({ state: v.literal('here'), id, version, kind: mediaKinds, pixels: v.boolean(), length: thumbLength }),
  v.object({
    state: v.literal('make'), id, version, kind: mediaKinds,
    /** A webview address of the whole file. */
    url: v.string(), size: whole, width: v.nullable(whole), height: v.nullable(whole),
  }),
  v.object({ state: v.literal('none'), id, version, kind: mediaKinds, why: v.picklist(thumbTroubles) }),
]);
export type ThumbEntry = v.InferOutput<typeof thumbEntrySchema>;

const nothing = v.object({});

/** What can be done with several cards at once. */
export const selectionActs = ['favorite', 'discard', 'insertPath', 'copyToFolder', 'moveToFolder', 'trash', 'retry', 'uploadCard', 'cancelUpload'] as const;
export type SelectionAct = (typeof selectionActs)[number];

/** How the gallery's list is narrowed and ordered (narrow.ts). */
export const narrowSchema = v.object({
  search: v.pipe(v.string(), v.maxLength(1000)), kinds: v.pipe(v.array(mediaKinds), v.maxLength(kinds.length), v.readonly()),
  provider: v.nullable(v.pipe(v.string(), v.maxLength(100))), made: v.boolean(), verdict: v.nullable(v.picklist(verdictFilters)),
  folder: v.nullable(id), sort: v.picklist(sorts), group: v.picklist(groupings), zone: v.pipe(v.string(), v.maxLength(100)),
});

/** A group of the list, with a name where it is a folder; a day is its id. */
const groupSchema = v.object({ id, label: v.string(), count: whole });
export type Group = v.InferOutput<typeof groupSchema>;

const linkedFile = v.object({ id, name: v.string(), kind: mediaKinds, asset: v.nullable(assetViewSchema) });

/** What made a file, as far as anybody wrote it down. */
export const provenanceSchema = v.object({
  /** Who says so: the history, the file beside it, or the file itself. */
  from: v.picklist(['history', 'sidecar', 'file']),
  /** The program whose words the file carries; '' where they are Darkroom's. */
  tool: v.string(),
  prompt: v.string(), negative: v.string(), provider: v.string(), model: v.string(), operation: v.nullable(v.picklist(operations)),
  parameters: v.array(v.object({ name: v.string(), value: v.string() })),
  /** Of all attempts that cost something, in words; `null` where nobody knows. */
  cost: v.nullable(v.string()),
  at: time,
});
export type Provenance = v.InferOutput<typeof provenanceSchema>;

export const assetDetailsSchema = v.object({
  asset: assetViewSchema, path: v.string(), hash: v.nullable(v.string()),
  /** It has a sound that VS Code can't play. */
  silent: v.boolean(),
  made: v.nullable(provenanceSchema),
  generation: v.nullable(generationViewSchema),
  attempts: v.array(v.object({ facts: stateFactsSchema, cost: v.string() })),
  /** The files that went along, what else came of the same request, and what was made from this. */
  inputs: v.array(linkedFile), siblings: v.array(linkedFile), children: v.array(linkedFile),
  /** Whether the same can be asked for again: what it costs, whether its model takes a seed, or why not. */
  again: v.nullable(v.object({ price: v.nullable(v.number()), seed: v.boolean(), problem: v.nullable(v.string()) })),
});
export type AssetDetails = v.InferOutput<typeof assetDetailsSchema>;

/** Every request a webview may make: what it sends and what it gets. */
export const requests = {
  /** The first message: tells the host that the page listens. */
  ready: {
    params: nothing, result: v.object({
      locale: v.string(), l10n: v.record(v.string(), v.any()),
      /** Goes back with what the page's own context menus call, so that the host knows them from a command of anybody's. */
      menu: v.string(),
      /** The same for what is dragged out of the page. */
      drag: v.string(),
    }),
  },
  /** The webview address of a whole picture, where it is fit for the clipboard. */
  'picture.whole': { params: v.object({ id }), result: v.object({ url: v.string() }) },
  'gallery.page': {
    /** `knows` is the version of the groups that the page has. */
    params: v.object({ filter: v.picklist(filters), narrow: narrowSchema, offset: whole, limit: v.pipe(whole, v.maxValue(200)), knows: v.optional(id) }),
    result: v.object({
      rev: whole, counts: countsSchema, total: whole, offset: whole, items: v.array(galleryItemSchema), indexing: v.boolean(),
      /** Of the whole list, in its order; `null` where they are those that the page knows. */
      groups: v.optional(v.object({ version: id, all: v.nullable(v.pipe(v.array(groupSchema), v.maxLength(mostGroups))) })),
    }),
  },
  /** What stands at these places of a list. */
  'gallery.keys': {
    params: v.object({ filter: v.picklist(filters), narrow: narrowSchema, offset: whole, limit: v.pipe(whole, v.maxValue(2000)) }),
    result: v.object({ cards: v.array(v.object({ key: id, asset: v.nullable(id), generation: v.nullable(id) })) }),
  },
  /** Where the next card stands whose name begins so; from the beginning again after the last. `null` where there is none. */
  'gallery.seek': {
    params: v.object({ filter: v.picklist(filters), narrow: narrowSchema, name: v.pipe(v.string(), v.minLength(1), v.maxLength(100)), from: whole }),
    result: v.object({ offset: v.nullable(whole) }),
  },
  /** Whether files are listed that ignore files and `files.exclude` leave out; kept with the workspace. */
  'gallery.showIgnored': { params: v.object({ show: v.boolean() }), result: nothing },
  /** The cards that are chosen: what a command on one of them means. */
  'gallery.selected': { params: v.object({ assets: v.pipe(v.array(id), v.maxLength(2000)), generations: v.pipe(v.array(id), v.maxLength(2000)) }), result: nothing },
  /** Does this with the chosen cards. */
  'gallery.act': { params: v.object({ act: v.picklist(selectionActs), uploads: v.nullable(id) }), result: nothing },
  /** The providers and folders that the list can be narrowed to; of the folders those with the most files, and the one that is asked for where it is there. */
  'gallery.choices': {
    params: v.object({ folder: v.nullable(id) }),
    result: v.object({ uploaders: v.array(v.object({ id, label: v.string() })), showsIgnored: v.boolean(), providers: v.array(v.object({ id, label: v.string() })), folders: v.array(v.object({ id, label: v.string(), count: whole })) }),
  },
  /** What is known of these files' transfers to a provider, in their order; `null` for each that is not uploaded. */
  'uploads.get': {
    params: v.object({ provider: id, ids: v.pipe(v.array(id), v.maxLength(uploadsAtOnce)) }),
    result: v.object({ label: v.string(), uploads: v.array(v.nullable(v.object({ state: v.picklist(uploadStates), why: v.string(), progress: v.nullable(v.number()), own: v.boolean() }))) }),
  },
  /** Brings a file to a provider, or takes that back. */
  'asset.upload': { params: v.object({ id, provider: id, act: v.picklist(['uploadCard', 'cancelUpload']) }), result: nothing },
  /** Where the card of a generation or of a file stands in a narrowed list; `null` when it is hidden there. */
  'gallery.find': {
    params: v.object({ filter: v.picklist(filters), narrow: narrowSchema, wanted: v.union([v.object({ generation: id }), v.object({ asset: id })]) }),
    result: v.object({ offset: v.nullable(whole), key: v.nullable(id) }),
  },
  /** The thumbnails of these assets; the bytes of those that are `here` lie in the pack, in their order. */
  'thumbs.get': {
    params: v.object({ ids: v.pipe(v.array(id), v.maxLength(thumbsAtOnce)) }),
    result: v.object({ thumbs: v.pipe(v.array(thumbEntrySchema), v.maxLength(thumbsAtOnce)), pack: thumbPack }),
  },
  /** Thumbnails that the page made, to be kept, and files that it could not make one of. */
  'thumbs.put': {
    params: v.object({
      made: v.pipe(v.array(v.object({ id, version, length: thumbLength })), v.maxLength(thumbsAtOnce)), pack: thumbPack,
      broken: v.pipe(v.array(v.object({ id, version })), v.maxLength(thumbsAtOnce)),
    }),
    result: nothing,
  },
  'generation.retry': { params: v.object({ id }), result: nothing },
  'generation.cancel': { params: v.object({ id }), result: nothing },
  /** Shows it in the Generations view. */
  'generation.reveal': { params: v.object({ id }), result: nothing },
  'asset.open': { params: v.object({ id }), result: nothing },
  /** What a person thinks of files. */
  'asset.judge': { params: v.object({ ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(200)), verdict }), result: nothing },
  /** What asks the person something, or changes the file. */
  'asset.act': { params: v.object({ id, act: v.picklist(['rename', 'trash']) }), result: nothing },
  /** Opens it with the program that the system has for it. */
  'asset.outside': { params: v.object({ id }), result: nothing },
  'asset.useAsInput': { params: v.object({ id }), result: nothing },
  /** The latest results without a verdict and those judged since then, the oldest first; and what is on its way. */
  'review.list': { params: v.object({ since: v.number() }), result: v.object({ items: v.array(galleryItemSchema), running: v.array(galleryItemSchema) }) },
  /** All that is known of a file and of what made it. */
  'asset.details': { params: v.object({ id }), result: assetDetailsSchema },
  /** Asks for the same once more, with another seed, or puts it into the form. */
  'generation.again': { params: v.object({ id, how: v.picklist(['same', 'new-seed', 'changes']) }), result: v.object({ generation: v.nullable(id) }) },
  'studio.open': { params: nothing, result: nothing },
  'gallery.open': { params: v.object({ generation: v.optional(id) }), result: nothing },
  'studio.load': {
    params: nothing,
    result: v.object({
      providers: v.array(providerSpecSchema), draft: draftSchema, problems: v.array(problemSchema), recent: v.array(galleryItemSchema),
      presets: v.array(presetViewSchema),
      /** The files that the draft names. */
      files: v.array(assetViewSchema),
    }),
  },
  /** Lets the person choose a file for an input; `null` where they chose none. */
  'studio.chooseInput': {
    params: v.object({ provider: id, model: v.pipe(v.string(), v.maxLength(200)), input: id }),
    result: v.object({ file: v.nullable(assetViewSchema) }),
  },
  /** Takes the file that was dropped onto an input; the address is the one that VS Code gave the page. */
  'studio.dropInput': {
    params: v.object({ provider: id, model: v.pipe(v.string(), v.maxLength(200)), input: id, uri: v.pipe(v.string(), v.maxLength(8000)) }),
    result: v.object({ file: assetViewSchema }),
  },
  /** Earlier prompts, the newest first; `next` says where the next page goes on. */
  'studio.prompts': {
    params: v.object({ after: v.nullable(promptCursorSchema) }),
    result: v.object({ prompts: v.array(v.string()), next: v.nullable(promptCursorSchema) }),
  },
  /** What commands asked of the form, each told once, and the files that it names. */
  'studio.wishes': { params: nothing, result: v.object({ wishes: v.array(wishSchema), files: v.array(assetViewSchema) }) },
  /** Lets the person pick an earlier prompt. */
  'studio.pickPrompt': { params: nothing, result: nothing },
  'preset.apply': { params: v.object({ id }), result: nothing },
  /** Keeps the form as it was saved last, under a name that the person gives. */
  'preset.save': { params: nothing, result: nothing },
  /** Lets the person pick one and asks. */
  'preset.delete': { params: nothing, result: nothing },
  /** Keeps the draft and says what is wrong with it. */
  'studio.save': { params: v.object({ draft: draftSchema }), result: v.object({ problems: v.array(problemSchema) }) },
  'studio.generate': {
    params: v.object({ draft: draftSchema }),
    result: v.object({ problems: v.array(problemSchema), generation: v.nullable(id) }),
  },
  'studio.recent': { params: nothing, result: v.object({ recent: v.array(galleryItemSchema), presets: v.array(presetViewSchema) }) },
  'key.set': { params: v.object({ provider: id }), result: nothing },
} as const;

export type Method = keyof typeof requests;
export type Params<M extends Method> = v.InferOutput<(typeof requests)[M]['params']>;
export type Result<M extends Method> = v.InferOutput<(typeof requests)[M]['result']>;
export const methods = Object.keys(requests) as Method[];

export const requestSchema = v.object({ id: whole, method: v.picklist(methods), params: v.unknown() });

export const replySchema = v.union([
  v.object({ reply: whole, ok: v.literal(true), result: v.unknown() }),
  v.object({ reply: whole, ok: v.literal(false), error: v.string() }),
]);

/** What the host says unasked. After `changed` a page asks again for what it shows; no deltas that could be lost. */
export const eventSchema = v.variant('event', [
  v.object({ event: v.literal('changed'), rev: whole, counts: countsSchema }),
  /** Bring this generation's card into view and put the focus on it. */
  v.object({ event: v.literal('show'), generation: id }),
  /** A key asks for this verdict on what has the focus. */
  v.object({ event: v.literal('judge'), verdict: v.picklist(verdicts) }),
  /** The person asked to judge the latest results. */
  v.object({ event: v.literal('review') }),
  /** Put this picture on the clipboard; without one, that of the card that has the focus. */
  v.object({ event: v.literal('copyImage'), asset: v.nullable(id) }),
  /** The person asked for the form: the cursor goes to its prompt. */
  v.object({ event: v.literal('focus') }),
  /** A command asked something of the form: `studio.wishes` tells what. */
  v.object({ event: v.literal('wished') }),
  /** Providers, keys or trust changed: the form loads again. */
  v.object({ event: v.literal('providers') }),
]);
export type HostEvent = v.InferOutput<typeof eventSchema>;

export type ToWebview = v.InferOutput<typeof replySchema> | HostEvent;
