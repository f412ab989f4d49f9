/** Tells where results went when it is not where they were wanted. */
import { dirname, resolve } from 'node:path';
import type { Files } from './files.ts';

/**
 * The same files, with somebody told of each other folder, once.
 * @param wanted the folder for results, `null` where there is none
 */
export function tellElsewhere(files: Files, wanted: () => string | null, tell: (folder: string) => void): Files {
  const told = new Set<string>();
  return {
    async save(...about) {
      const file = await files.save(...about);
      const folder = dirname(file.path);
      const asWanted = wanted();
      if ((asWanted === null || resolve(asWanted) !== resolve(folder)) && !told.has(folder)) {
        told.add(folder);
        tell(folder);
      }
      return file;
    },
  };
}
