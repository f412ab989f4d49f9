import fs from 'node:fs';
import path from 'node:path';
import { mustRun } from './run.mjs';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** The Chromium to drive: CHROMIUM_PATH, or one on the PATH. */
function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return names.flatMap(name => folders.map(folder => path.join(folder, name))).find(file => fs.existsSync(file));
}

/** Installs Chromium from the distribution unless there is one. Works on Node 20 with no packages installed. */
export async function ensureChromium() {
  if (findChromium()) return;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !fs.existsSync('/usr/bin/apt-get')) {
    throw new Error('The tests drive Chromium and found none: install it, or name one in CHROMIUM_PATH.');
  }
  console.log('installing Chromium (apt-get)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const patient = ['-q', '-o', 'DPkg::Lock::Timeout=60'];
  await mustRun('apt-get', ['update', ...patient], { env });
  await mustRun('apt-get', ['install', ...patient, '-y', '--no-install-recommends', 'chromium'], { env });
}

/** One Chromium that several processes can connect to. */
export async function launchBrowserServer() {
  const { chromium } = await import('playwright-core');
  return chromium.launchServer({ executablePath: findChromium(), args: flags, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false });
}
