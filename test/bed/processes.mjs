import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';

/**
 * The direct children of a process.
 * @param {number} parent
 * @returns {Promise<{ pid: number, command: string }[]>}
 */
export async function childProcesses(parent) {
  return fs.existsSync('/proc/self/stat') ? childrenInProc(parent) : childrenByPs(parent);
}

/** A bare Debian has no `ps`.
 * @param {number} parent */
function childrenInProc(parent) {
  const pids = fs.readdirSync('/proc').filter(entry => /^\d+$/.test(entry));
  return pids.flatMap(pid => {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is the name in brackets, which may hold anything; the parent is the second one after it.
      const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      if (ppid !== parent) return [];
      return [{ pid: Number(pid), command: fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      return []; // It ended while we looked.
    }
  });
}

/** @param {number} parent */
async function childrenByPs(parent) {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,command=']);
  return stdout.split('\n').flatMap(line => {
    const [, pid, ppid, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(ppid) === parent ? [{ pid: Number(pid), command: String(command) }] : [];
  });
}
