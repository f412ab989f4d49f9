/** What VS Code hands a page when a file of its Explorer is let go on it. */

/** As much of a `DataTransfer` as is read. */
export interface Carried {
  readonly types: readonly string[];
  readonly getData: (type: string) => string;
}

/** Lists of addresses, one a line. */
const lists = ['application/vnd.code.uri-list', 'text/uri-list'];

export function carriesFile(carried: Carried | null): carried is Carried {
  return carried !== null && lists.some(type => carried.types.includes(type));
}

/** The first address that is carried; the host says what may become of it. */
export function droppedUri(carried: Carried | null): string | null {
  if (carried === null) return null;
  const lines = lists.flatMap(type => carried.getData(type).split(/\r?\n/u));
  return lines.find(line => line.trim() !== '' && !line.startsWith('#'))?.trim() ?? null;
}
