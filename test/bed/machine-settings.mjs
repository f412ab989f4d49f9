import fs from 'node:fs';
import path from 'node:path';

/** Keeps a workbench to what it is opened for: no welcome, no assistant, no telemetry. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
};

/** For tests besides: on a machine without a graphics card a spinner that turns costs half a core. */
export const stillSettings = { ...quietSettings, 'workbench.reduceMotion': 'on', 'editor.cursorBlinking': 'solid' };

/**
 * Writes the settings of a server's machine; a running server takes them over at once.
 * @param {string} dataFolder the server's data folder
 * @param {Record<string, unknown>} settings
 */
export function writeMachineSettings(dataFolder, settings) {
  const file = settingsFile(dataFolder);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // Renamed into place: a watching server must never read half a file.
  fs.writeFileSync(`${file}.part`, JSON.stringify(settings, null, 2));
  fs.renameSync(`${file}.part`, file);
}

/** Whether somebody wrote machine settings there before.
 * @param {string} dataFolder */
export function hasMachineSettings(dataFolder) {
  return fs.existsSync(settingsFile(dataFolder));
}

/** @param {string} dataFolder */
function settingsFile(dataFolder) {
  return path.join(dataFolder, 'data/Machine/settings.json');
}
