/**
 * Who calls: VS Code tells nobody, but the call stack leads through the caller's files. Good enough to name somebody in a
 * question, and no more: extensions share a process, so nothing is ever allowed by this name.
 */
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Installed {
  /** "publisher.name" */
  readonly id: string;
  /** Absolute folder. */
  readonly path: string;
}

/**
 * The extension whose file is next on the stack, our own left out; `undefined` where there is none.
 * @param stack as an `Error` has it, the latest call first
 * @param own our id
 */
export function callerOf<T extends Installed>(stack: string, extensions: readonly T[], own: string): T | undefined {
  const places = extensions.flatMap(extension => [extension.path + sep, `${pathToFileURL(extension.path).href}/`].map(start => ({ extension, start })))
    // One extension's folder may lie in another's while it is developed.
    .sort((a, b) => b.start.length - a.start.length);
  for (const line of stack.split('\n').filter(each => /^\s+at /u.test(each))) {
    const found = places.find(({ start }) => line.includes(start))?.extension;
    if (found !== undefined && found.id.toLowerCase() !== own) return found;
  }
  return undefined;
}
