/** The name under which a process holds the lease, and whether the process behind a name has ended. */
import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isGone } from '../store/processes.ts';

/** "<process id>@<machine> <random>": unique, also where a process id comes again. */
export function holderName(): string {
  return `${process.pid}@${machine()} ${randomUUID()}`;
}

/** Where process ids are counted. A container may have the name and the files of its host, and counts its own. */
function machine(): string {
  try {
    return `${hostname()}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Only Linux counts like that.
    return hostname();
  }
}

/** Sure only of this machine's processes: of any other the lease has to run out. */
export function holderEnded(holder: string): boolean {
  const [place] = holder.split(' ');
  const at = place?.indexOf('@') ?? -1;
  const pid = Number(place?.slice(0, at));
  return at >= 1 && place?.slice(at + 1) === machine() && Number.isInteger(pid) && pid > 0 && isGone(pid);
}
