/**
 * What the gallery's pictures come from: the thumbnails that are kept, the files of which one is to be made, and why there is
 * none of others. Rows learn on the way what their files' bytes say.
 */
import type { Asset } from '../../shared/model.ts';
import { pack, unpack } from '../../shared/pack.ts';
import type { Params, Result, ThumbEntry, ThumbTrouble } from '../../shared/protocol.ts';
import { assetById, noteContent } from '../store/assets.ts';
import type { Database, Reader } from '../store/database.ts';
import { type Head, headOf } from './head.ts';
import type { Thumbnail, Thumbnails } from './thumbnails.ts';

export interface Previews {
  /** @param address makes a file's webview address */
  get(ids: readonly string[], address: (path: string) => string): Promise<Result<'thumbs.get'>>;
  put(brought: Params<'thumbs.put'>): Promise<void>;
}

export interface PreviewsOptions {
  readonly db: () => Database;
  readonly thumbnails: Thumbnails;
  readonly warn: (message: string, error?: unknown) => void;
}

/** Files read at once. */
const readsAtOnce = 8;
/** Pictures this small are enlarged without smoothing. */
const pixelArt = 64;
/** Files remembered that the page could not decode. */
const brokenKept = 10_000;

interface Found {
  readonly asset: Asset;
  readonly entry: ThumbEntry;
  readonly bytes: Uint8Array | null;
  readonly head: Head | null;
}

export function createPreviews({ db, thumbnails, warn }: PreviewsOptions): Previews {
  /** Contents that the page could not decode, the oldest first; asked again only when they change. */
  const broken = new Set<string>();
  let refused = false;

  async function find(asset: Asset, address: (path: string) => string): Promise<Found> {
    const kept = await thumbnails.get(asset);
    if (kept !== null) return { asset, entry: hereEntry(asset, kept), bytes: kept.bytes, head: null };
    if (broken.has(contentOf(asset))) return { asset, entry: noneEntry(asset, 'broken'), bytes: null, head: null };
    const head = await headOf(asset.path);
    if (typeof head === 'string') return { asset, entry: noneEntry(asset, head), bytes: null, head: null };
    const { kind, size, width, height } = head;
    const url = `${address(asset.path)}?v=${versionOf(asset)}`;
    return { asset, entry: { state: 'make', id: asset.id, version: versionOf(asset), kind, url, size, width, height }, bytes: null, head };
  }

  async function note(found: readonly Found[]): Promise<void> {
    const news = found.filter(({ asset, head }) => head !== null && (head.kind !== asset.kind || head.width !== asset.width || head.height !== asset.height));
    if (news.length === 0) return;
    try {
      await db().write(tx => {
        for (const { asset, head } of news) noteContent(tx, asset.id, head!);
        // Only a kind is told elsewhere; the page learns the size from this answer.
        if (news.some(({ asset, head }) => asset.kind !== head!.kind)) void tx.rev;
      });
    } catch (error) {
      warn('what files are could not be noted', error);
    }
  }

  return {
    async get(ids, address) {
      const assets = distinct(ids).flatMap(id => assetById(db(), id) ?? []);
      const found = await mapFew(assets, readsAtOnce, asset => find(asset, address));
      await note(found);
      return { thumbs: found.map(({ entry }) => entry), pack: pack(found.flatMap(({ bytes }) => bytes ?? [])) };
    },
    async put({ made, pack: all, broken: undone }) {
      for (const { id, version } of undone) {
        const asset = current(db(), id, version);
        if (asset === null) continue;
        broken.add(contentOf(asset));
        if (broken.size > brokenKept) broken.delete(broken.values().next().value!);
      }
      const pieces = unpack(made, all);
      if (pieces === null) return warn('a pack of thumbnails whose lengths are wrong was dropped');
      await mapFew(made.map((one, at) => ({ ...one, bytes: pieces[at]! })), readsAtOnce, async ({ id, version, bytes }) => {
        const asset = current(db(), id, version);
        if (asset === null) return;
        try {
          if (!await thumbnails.put(asset, bytes)) warn('bytes that are no thumbnail were dropped');
        } catch (error) {
          // A full or locked disk says so for each of thousands.
          if (!refused) warn('thumbnails can’t be kept', error);
          refused = true;
        }
      });
    },
  };
}

function versionOf({ modifiedAt, size }: Asset): string {
  return `${modifiedAt}-${size}`;
}

function contentOf(asset: Asset): string {
  return `${asset.id} ${versionOf(asset)}`;
}

/** Unless the file is another by now. */
function current(db: Reader, id: string, version: string): Asset | null {
  const asset = assetById(db, id);
  return asset !== undefined && versionOf(asset) === version ? asset : null;
}

function hereEntry(asset: Asset, { bytes, width, height }: Thumbnail): ThumbEntry {
  const pixels = asset.kind === 'image' && Math.max(width, height) <= pixelArt;
  return { state: 'here', id: asset.id, version: versionOf(asset), kind: asset.kind, pixels, length: bytes.length };
}

function noneEntry(asset: Asset, why: ThumbTrouble): ThumbEntry {
  return { state: 'none', id: asset.id, version: versionOf(asset), kind: asset.kind, why };
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

/** In order, at most so many at once. */
async function mapFew<T, R>(items: readonly T[], atOnce: number, act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const hand = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await act(items[at]!);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, hand));
  return results;
}
