/** Every kind of sound by its name. */
import type { SoundName } from '../../names.ts';
import type { Kind } from '../kind.ts';
import { alarm, beep, blip, buzzer, click, coin, failure, hurt, jump, laser, magic, pop, powerup, shot, success, teleport, zap } from './arcade.ts';
import { bark, bird, buzz, cricket, croak, ghost, growl, heartbeat, meow, squelch } from './creatures.ts';
import {
  clang, crack, crumble, crunch, cymbal, door, drum, explosion, footstep, glass, hit, knock, ratchet, rustle, snare, sword, typing, whoosh,
} from './impacts.ts';
import { clock, engine, horn, hum, phone, robot, rotor, servo } from './machines.ts';
import { bell, chime, flute, gong, motif, pluck, whistle } from './music.ts';
import { bubbles, drip, fire, jet, radio, rain, splash, steam, thunder, water, waves, wind } from './weather.ts';

export const kinds: Readonly<Record<SoundName, Kind>> = {
  coin, jump, laser, powerup, hurt, click, beep, blip, alarm, buzzer, magic, success, failure, teleport, zap, pop, shot, explosion,
  footstep, door, hit, knock, drum, snare, cymbal, glass, clang, sword, crumble, crack, crunch, whoosh, rustle, typing, ratchet, wind,
  rain, thunder, fire, water, waves, bubbles, drip, splash, steam, jet, radio, growl, ghost, heartbeat, squelch, bird, cricket, buzz,
  croak, bark, meow, engine, rotor, hum, clock, phone, robot, servo, horn, bell, chime, gong, pluck, whistle, flute, motif,
};
