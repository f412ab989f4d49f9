import fs from 'node:fs';
import path from 'node:path';

/** The desktop `code` on the PATH, if there is one. */
export function desktopCode() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(folder => folder !== '');
  return folders.map(folder => path.join(folder, 'code')).find(file => fs.existsSync(file));
}
