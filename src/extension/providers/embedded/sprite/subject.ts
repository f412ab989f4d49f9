/** What a sprite template gets to draw with. */
import type { Tint } from '../colour.ts';
import type { Random } from '../random.ts';
import type { Reading } from '../words.ts';
import type { Canvas } from './canvas.ts';

export interface Brush {
  readonly canvas: Canvas;
  readonly random: Random;
  /** The colour of what matters: the liquid, the blade, the cap. */
  readonly main: Tint;
  readonly accent: Tint;
  readonly reading: Reading;
}

export interface Subject {
  readonly main: Tint;
  readonly accent: Tint;
  /** Designed upright and drawn at a slant, as weapons are; a mirrored one stays upright. */
  readonly slanted?: boolean;
  draw(brush: Brush): void;
}

/** Tints that many things share. Each is one object, because a material is known by its tint. */
export const wood: Tint = { hue: 58, chroma: 0.075, light: 0.46 };
export const darkWood: Tint = { hue: 50, chroma: 0.06, light: 0.34 };
export const steel: Tint = { hue: 250, chroma: 0.018, light: 0.72 };
export const iron: Tint = { hue: 255, chroma: 0.016, light: 0.5 };
export const gold: Tint = { hue: 86, chroma: 0.145, light: 0.76 };
export const cream: Tint = { hue: 85, chroma: 0.04, light: 0.88 };
export const paper: Tint = { hue: 82, chroma: 0.055, light: 0.84 };
export const bone: Tint = { hue: 90, chroma: 0.03, light: 0.87 };
export const glass: Tint = { hue: 215, chroma: 0.025, light: 0.84 };
export const white: Tint = { hue: 230, chroma: 0.004, light: 0.97 };
export const ink: Tint = { hue: 285, chroma: 0.025, light: 0.22 };
export const leafGreen: Tint = { hue: 140, chroma: 0.13, light: 0.52 };
export const stone: Tint = { hue: 265, chroma: 0.014, light: 0.55 };
export const leather: Tint = { hue: 45, chroma: 0.075, light: 0.4 };
