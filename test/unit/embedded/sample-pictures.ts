/** The pictures of the sample project: file in test/sample → the request that draws it. */
import type { DrawingRequest } from '../../../src/extension/providers/embedded/settings.ts';
import { sprite, texture } from './requests.ts';

export const sampleFolder = new URL('../../sample/', import.meta.url);

export const samplePictures: Readonly<Record<string, DrawingRequest>> = {
  'assets/keep-wall.png': texture('mossy castle wall', { width: 192, height: 120, detail: 0.5, seed: 3 }),
  'assets/textures/cobblestone.png': texture('old cobblestone', { width: 128, height: 128, detail: 0.4, seed: 1 }),
  'assets/textures/lava.png': texture('molten lava', { width: 128, height: 128, detail: 0.4, seed: 2 }),
  'assets/textures/night-sky.png': texture('violet nebula', { width: 160, height: 160, detail: 0.4, seed: 3 }),
  'assets/textures/oak-planks.png': texture('oak planks', { width: 160, height: 160, detail: 0.4, seed: 2 }),
  'assets/sprites/cellar-ghost.png': sprite('ghost', { size: '32', scale: 4, seed: 2 }),
  'assets/sprites/cellar-key.png': sprite('golden key', { size: '32', scale: 4, seed: 2 }),
  'assets/sprites/green-slime.png': sprite('green slime', { size: '32', scale: 4, seed: 3 }),
  'assets/sprites/healing-potion.png': sprite('healing potion', { size: '32', scale: 8, seed: 2 }),
  'assets/sprites/innkeeper.png': sprite('dwarf', { size: '48', scale: 4, seed: 4 }),
  'assets/sprites/tavern.png': sprite('tavern', { size: '32', scale: 8, seed: 3 }),
  'assets/sprites/treasure-chest.png': sprite('treasure chest', { size: '32', scale: 8, seed: 2 }),
};
