import { opendir } from 'node:fs/promises';

/** Names in a folder, none where it can't be read. In parts: one list of some hundred thousand names would keep the editor waiting. */
export async function* namesIn(folder: string): AsyncGenerator<string> {
  const open = await opendir(folder, { bufferSize: 1024 }).catch(() => null);
  if (open !== null) for await (const { name } of open) yield name;
}
