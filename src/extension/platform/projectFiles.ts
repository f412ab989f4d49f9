/** The project's media files: a listing when someone looks, and what changes while they do. */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isInTrash, trashName } from '../../shared/trashName.ts';

/** A file on this machine. `path` is absolute, `size` in bytes, `modifiedAt` in epoch milliseconds. */
export interface ProjectFile {
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: number;
}

/** Listed at most; larger projects are the gallery issue's own subject. */
const listingLimit = 100_000;
/** Found first and by themselves: they are there at once, however large the project is. */
const firstFew = 200;
const statsAtOnce = 32;
/** Besides what `files.exclude` says. */
const ownTrash = `**/${trashName}/**`;

/**
 * Hands over the files that `files.exclude` leaves, in parts. Files outside a file system (virtual folders) are left out.
 * @param all also those that `files.exclude` names
 * @param pause is waited for between the first few and all others: finding many keeps the editor busy for a moment
 */
export async function listFiles(
  endings: readonly string[], onSome: (files: ProjectFile[]) => Promise<void>, token: vscode.CancellationToken, pause: () => Promise<void> = () => Promise.resolve(), all = false,
): Promise<void> {
  const pattern = patternOf(endings);
  const find = async (limit: number): Promise<vscode.Uri[]> =>
    (await vscode.workspace.findFiles(pattern, all ? null : ownTrash, limit, token)).filter(uri => !isInTrash(uri.path));
  const few = await find(firstFew);
  await handOver(few, onSome, token);
  if (few.length < firstFew || token.isCancellationRequested) return;
  await pause();
  const known = new Set(few.map(String));
  const rest = await find(listingLimit);
  await handOver(rest.filter(uri => !known.has(String(uri))), onSome, token);
}

/** The files in one folder of the project, and in those below it. */
export async function filesIn(folder: vscode.Uri, endings: readonly string[]): Promise<ProjectFile[]> {
  const found: ProjectFile[] = [];
  const { token } = new vscode.CancellationTokenSource();
  await handOver(await vscode.workspace.findFiles(new vscode.RelativePattern(folder, patternOf(endings)), ownTrash, listingLimit), files => { found.push(...files); return Promise.resolve(); }, token);
  return found;
}

/** Texts of a project that are looked through at most. */
const mostTexts = 5000;
/** What is no text by its name, or not written by hand; and what Darkroom itself lays beside a file. */
const noTexts = `{${[ownTrash, '**/node_modules/**', '**/.git/**', '**/*.darkroom.json', ...[
  'png jpg jpeg gif webp avif bmp ico tif tiff tga psd kra exr hdr dds ktx ktx2 mp4 m4v mov webm mkv avi wav mp3 flac ogg opus aif aiff m4a',
  'ttf otf woff woff2 zip gz tgz xz 7z rar jar pdf exe dll so dylib a o obj lib pdb class pyc wasm bin db sqlite fbx glb blend map vsix',
].flatMap(endings => endings.split(' ').map(ending => `**/*.${ending}`))].join(',')}}`;

/** Paths of files that may be texts, as far as `files.exclude` leaves them; `complete` where there are no more. */
export async function textsOfProject(token: vscode.CancellationToken): Promise<{ readonly paths: readonly string[]; readonly complete: boolean }> {
  const found = await vscode.workspace.findFiles('**/*', noTexts, mostTexts + 1, token);
  return { paths: found.slice(0, mostTexts).filter(isLocal).map(uri => uri.fsPath), complete: found.length <= mostTexts };
}

async function handOver(found: readonly vscode.Uri[], onSome: (files: ProjectFile[]) => Promise<void>, token: vscode.CancellationToken): Promise<void> {
  const uris = found.filter(isLocal);
  for (let at = 0; at < uris.length && !token.isCancellationRequested; at += statsAtOnce) {
    const files = await Promise.all(uris.slice(at, at + statsAtOnce).map(uri => describe(uri.fsPath)));
    await onSome(files.filter(file => file !== null));
  }
}

/** Tells of files that came, changed or went, in bursts of at most one every `within` milliseconds. */
export function watchFiles(endings: readonly string[], onBurst: (changed: ProjectFile[], gone: string[]) => void, within = 300): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(patternOf(endings));
  const touched = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  const note = (uri: vscode.Uri): void => {
    if (!isLocal(uri) || isInTrash(uri.fsPath)) return;
    touched.add(uri.fsPath);
    timer ??= setTimeout(() => void flush(), within);
  };
  const flush = async (): Promise<void> => {
    timer = null;
    const paths = [...touched];
    touched.clear();
    const files = await Promise.all(paths.map(describe));
    onBurst(files.filter(file => file !== null), paths.filter((_, at) => files[at] === null));
  };
  watcher.onDidCreate(note);
  watcher.onDidChange(note);
  watcher.onDidDelete(note);
  return { dispose: () => { watcher.dispose(); if (timer !== null) clearTimeout(timer); } };
}

/** Endings without a dot, in lower case; files are found in either case. */
function patternOf(endings: readonly string[]): string {
  return `**/*.{${endings.flatMap(ending => [ending, ending.toUpperCase()]).join(',')}}`;
}

async function describe(path: string): Promise<ProjectFile | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? { path, size: found.size, modifiedAt: Math.floor(found.mtimeMs) } : null;
  } catch {
    return null;
  }
}

/** Files on the machine that the extension host runs on; server-backed windows say so with their own scheme. */
function isLocal(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' || uri.scheme === 'vscode-remote';
}
