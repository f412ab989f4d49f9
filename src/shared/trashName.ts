/** The folders that are Darkroom's trash, by their name; see trash.ts. */
export const trashName = '.darkroom-trash';

/** Whether a path leads into one. */
export function isInTrash(path: string): boolean {
  return path.split(/[\\/]/u).includes(trashName);
}
