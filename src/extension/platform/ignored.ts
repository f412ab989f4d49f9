/** What the project's ignore files leave out: `.gitignore` and `.ignore`, each for its own folder, as git reads them. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, relative, sep } from 'node:path';
import createIgnore, { type Ignore } from 'ignore';
import * as vscode from 'vscode';

const ignoreFilePattern = '**/{.gitignore,.ignore}';

/** Ignore files that are read, those nearest to the top first. */
const mostFiles = 500;
/** Bytes of one; a longer one is none. */
const largestFile = 256 * 1024;

/** Whether a file is left out. */
export type IsIgnored = (path: string) => boolean;

interface Rules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** Reads them anew. Where `search.useIgnoreFiles` is off, nothing is left out. */
export async function readIgnored(token?: vscode.CancellationToken): Promise<IsIgnored> {
  const found = await vscode.workspace.findFiles(ignoreFilePattern, undefined, mostFiles, token);
  const used = found.filter(uri => vscode.workspace.getConfiguration('search', uri).get('useIgnoreFiles', true)).map(uri => uri.fsPath);
  const files = await Promise.all(used.map(async path => ({ path, text: await readFile(path, 'utf8').catch(() => '') })));
  return ignoredBy(files);
}

/** @param files absolute paths of ignore files, with what stands in them */
export function ignoredBy(files: readonly { readonly path: string; readonly text: string }[]): IsIgnored {
  // From the top down; an `.ignore` has the last word in its folder.
  const ordered = files.filter(({ text }) => text !== '' && text.length <= largestFile)
    .toSorted((a, b) => dirname(a.path).length - dirname(b.path).length || basename(b.path).length - basename(a.path).length);
  const all: Rules[] = [];
  for (const { path, text } of ordered) {
    // One in a folder that is left out has nothing to say.
    if (!isIgnored(path)) all.push({ folder: dirname(path), rules: createIgnore().add(text) });
  }

  function isIgnored(path: string): boolean {
    let ignored = false;
    for (const { folder, rules } of all) {
      const way = relative(folder, path);
      if (way === '' || way.startsWith('..') || way.startsWith(sep) || /^[a-z]:/iu.test(way)) continue;
      const said = rules.test(way.split(sep).join('/'));
      if (said.ignored) ignored = true;
      else if (said.unignored) ignored = false;
    }
    return ignored;
  }
  return isIgnored;
}
