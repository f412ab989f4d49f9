/** Every subject by its name. */
import type { SubjectName } from '../../names.ts';
import type { Subject } from '../subject.ts';
import { creature } from './creature.ts';
import { bomb, book, heart, potion, rune, scroll, star, torch } from './magic.ts';
import { apple, fish, flower, mushroom, tree } from './nature.ts';
import { house, ship } from './places.ts';
import { ghost, skull, slime } from './spirits.ts';
import { chest, coin, crown, gem, key, ring } from './treasure.ts';
import { axe, bow, helmet, shield, staff, sword } from './weapons.ts';

export const subjects: Readonly<Record<SubjectName, Subject>> = {
  potion, sword, axe, staff, bow, shield, helmet, mushroom, slime, chest, gem, key, heart, skull, tree, flower, ghost, ship, coin, rune,
  scroll, book, bomb, crown, ring, star, torch, apple, fish, house, creature,
};
