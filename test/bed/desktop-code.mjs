import fs from 'node:fs';
import path from 'node:path';

/** The desktop `code` on the PATH, if there is one. */
export function desktopCode() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(folder => folder !== '');
  const names = process.platform === 'win32' ? ['code.cmd'] : ['code'];
  return names.flatMap(name => folders.map(folder => path.join(folder, name))).find(file => fs.existsSync(file));
}
