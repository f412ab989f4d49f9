/** Memory of other processes, where the system tells it (Linux). */
import fs from 'node:fs';

/** Bytes that a process takes, its part of what it shares; `null` where the system does not say. */
export function residentOf(pid: number): number | null {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/mu.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

/** Every process that was started by this one or by those that it started. */
export function processesBelow(root: number): { readonly pid: number; readonly command: string }[] {
  if (!fs.existsSync('/proc/self/stat')) return [];
  const all = fs.readdirSync('/proc').filter(name => /^\d+$/u.test(name)).flatMap(name => {
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      // The second field is the name in brackets, which may hold anything; the parent is the second one after it.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return [{ pid: Number(name), parent, command: fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      return []; // It ended while we looked.
    }
  });
  const below = new Set([root]);
  for (let before = 0; before !== below.size;) {
    before = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  return all.filter(({ pid }) => pid !== root && below.has(pid));
}
