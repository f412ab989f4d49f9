/** Every pattern by its name. */
import type { PatternName } from '../../names.ts';
import type { Pattern } from '../ground.ts';
import { leather, scales, weave } from './cloth.ts';
import { gravel, rock, sand, snow } from './earth.ts';
import { ice, lava, water } from './elements.ts';
import { grass, leaves, moss } from './growth.ts';
import { bricks, cobble, tiles } from './masonry.ts';
import { crystal, marble, metal } from './polished.ts';
import { clouds, flow, nebula } from './sky.ts';
import { bark, planks } from './wood.ts';

export const patterns: Readonly<Record<PatternName, Pattern>> = {
  rock, bricks, cobble, tiles, planks, bark, moss, grass, leaves, sand, gravel, snow, lava, ice, water, marble, metal, weave, leather,
  scales, crystal, clouds, nebula, flow,
};
