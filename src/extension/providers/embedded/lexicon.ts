/** The words the built-in drawing understands. Data only; how a prompt is read with it is in words.ts. */
import type { CoatName, FeatureName, PatternName, SubjectName } from './names.ts';

/**
 * Words that choose a pattern. A layout (3) wins over a substance with a look of its own (2), that one over
 * a plain substance (1) and that one over a thing made of it (0); of equals the first wins: "ice wall" is bricks
 * of ice, "wooden wall" is planks.
 */
export const patternWords: readonly (readonly [PatternName, weight: number, words: string])[] = [
  ['bricks', 3, 'brick bricks brickwork wall masonry ashlar castle keep dungeon fortress tower battlement'],
  ['cobble', 3, 'cobble cobblestone cobbles cobbled paving pavement street flagstone road path'],
  ['tiles', 3, 'tile tiles tiled mosaic checker checkered checkerboard ceramic bathroom chess'],
  ['planks', 3, 'plank planks board boards floorboard deck parquet crate fence barn'],
  ['planks', 3, 'wood wooden timber oak pine birch mahogany walnut ebony'],
  ['moss', 3, 'forest jungle'],
  ['tiles', 2.5, 'floor'],
  ['weave', 3, 'weave woven wicker basket fabric cloth textile linen wool carpet rug canvas burlap tartan knit silk cotton tapestry'],
  ['scales', 3, 'scales scaled shingle shingles roof snake reptile dragon lizard armor armour chainmail mermaid'],
  ['leaves', 3, 'leaf leaves foliage hedge ivy autumn canopy'],
  ['lava', 2, 'lava magma molten volcano volcanic inferno hell ember embers'],
  ['ice', 2, 'ice frozen icy glacier frost'],
  ['water', 2, 'water sea ocean lake river pool caustics waves wave underwater swamp'],
  ['nebula', 2, 'nebula galaxy space stars star starfield cosmos cosmic universe'],
  ['clouds', 2, 'cloud clouds cloudy sky fog mist smoke'],
  ['crystal', 2, 'crystal crystals facet facets amethyst quartz diamond prism geode gem gems'],
  ['marble', 2, 'marble onyx alabaster agate malachite'],
  ['metal', 2, 'metal metallic steel iron plate plates panel panels hull machine robot sci-fi scifi spaceship tin chrome copper'
    + ' bronze brass aluminium aluminum titanium'],
  ['leather', 2, 'leather hide skin suede'],
  ['grass', 2, 'grass grassy lawn meadow turf hay straw thatch fur hairy'],
  ['moss', 1, 'moss lichen'],
  ['sand', 1, 'sand desert dune dunes beach'],
  ['snow', 1, 'snow snowfield arctic'],
  ['gravel', 1, 'gravel pebbles dirt soil earth mud ground rubble'],
  ['bark', 1, 'bark trunk log'],
  ['rock', 1, 'rock rocks stone stones cliff granite basalt slate obsidian cave mountain boulder limestone concrete'],
  ['flow', 1, 'flow abstract swirl swirls magic portal energy plasma psychedelic paint oil slime slimy acid'],
  ['planks', 0, 'chest door table barrel ship boat house'],
  ['metal', 0, 'sword shield key helmet axe'],
];

/** Words that name a thing to draw as a sprite. */
export const subjectWords: readonly (readonly [SubjectName, words: string])[] = [
  ['potion', 'potion flask elixir vial bottle brew tonic antidote poison mana'],
  ['sword', 'sword blade dagger knife katana rapier saber sabre scimitar longsword'],
  ['axe', 'axe hatchet tomahawk halberd'],
  ['staff', 'staff wand rod scepter sceptre cane'],
  ['bow', 'bow longbow crossbow arrow archery'],
  ['shield', 'shield buckler aegis'],
  ['helmet', 'helmet helm visor'],
  ['mushroom', 'mushroom toadstool fungus shroom'],
  ['slime', 'slime blob ooze jelly goo'],
  ['chest', 'chest treasure loot coffer trunk'],
  ['gem', 'gem crystal jewel diamond shard gemstone'],
  ['key', 'key'],
  ['heart', 'heart life hp love'],
  ['skull', 'skull skeleton bone bones death'],
  ['tree', 'tree oak pine fir forest'],
  ['flower', 'flower rose daisy tulip blossom herb plant'],
  ['ghost', 'ghost spirit phantom specter spectre wraith spook'],
  ['ship', 'ship boat galleon sail sailboat vessel'],
  ['coin', 'coin coins money token medal'],
  ['rune', 'rune sigil glyph runestone talisman'],
  ['scroll', 'scroll parchment map letter'],
  ['book', 'book tome grimoire spellbook'],
  ['bomb', 'bomb grenade dynamite explosive'],
  ['crown', 'crown tiara diadem king queen'],
  ['ring', 'ring amulet'],
  ['star', 'star'],
  ['torch', 'torch flame fire fireball campfire candle lantern'],
  ['apple', 'apple fruit food cherry berry peach'],
  ['fish', 'fish salmon trout carp shark'],
  ['house', 'house hut cottage home cabin tavern inn'],
  ['creature', 'creature monster beast alien demon devil imp goblin orc troll dragon robot golem cat dog wolf bear bat bird owl chicken'
    + ' spider bug beetle wizard witch knight dwarf elf hero rat mouse rabbit cyclops vampire king-slime'],
];

/** What goes with a creature of that name. */
export const featureWords: readonly (readonly [words: string, features: readonly FeatureName[]])[] = [
  ['demon devil imp', ['horns', 'tail', 'fangs']],
  ['goblin orc troll elf', ['ears', 'fangs']],
  ['dragon', ['horns', 'wings', 'spikes']],
  ['robot golem knight', ['boxy']],
  ['robot alien bug beetle', ['antenna']],
  ['cat dog wolf bear rat mouse rabbit', ['ears']],
  ['cat wolf rat mouse dog', ['tail']],
  ['bat vampire', ['wings', 'ears', 'fangs']],
  ['bird owl chicken', ['wings', 'beak']],
  ['spider bug beetle', ['manyLegs', 'fangs']],
  ['wizard witch dwarf', ['hat']],
  ['wizard dwarf', ['beard']],
  ['hero knight vampire wizard', ['cape']],
  ['cyclops', ['oneEye']],
  ['horned', ['horns']],
  ['winged flying', ['wings']],
  ['spiky spiked thorny', ['spikes']],
];

/** Colours, in OKLCh. */
export const colourWords: readonly (readonly [words: string, hue: number, chroma: number, light: number])[] = [
  ['red', 27, 0.2, 0.54],
  ['scarlet vermilion', 32, 0.2, 0.58],
  ['crimson blood maroon ruby garnet', 20, 0.19, 0.43],
  ['rust copper terracotta', 45, 0.12, 0.52],
  ['orange', 55, 0.17, 0.68],
  ['amber honey', 72, 0.15, 0.72],
  ['gold golden', 88, 0.145, 0.76],
  ['brass bronze', 78, 0.1, 0.6],
  ['yellow', 103, 0.17, 0.86],
  ['lime chartreuse', 125, 0.2, 0.8],
  ['green', 143, 0.16, 0.56],
  ['emerald jade', 160, 0.14, 0.6],
  ['olive', 112, 0.09, 0.5],
  ['mint', 165, 0.09, 0.86],
  ['teal', 192, 0.1, 0.56],
  ['turquoise aqua', 190, 0.12, 0.77],
  ['cyan', 205, 0.13, 0.76],
  ['azure sky', 240, 0.12, 0.7],
  ['blue sapphire cobalt', 260, 0.19, 0.5],
  ['navy', 264, 0.1, 0.3],
  ['indigo', 280, 0.17, 0.4],
  ['violet amethyst', 300, 0.19, 0.52],
  ['purple', 308, 0.19, 0.46],
  ['magenta fuchsia', 332, 0.24, 0.6],
  ['pink', 355, 0.13, 0.78],
  ['rose', 8, 0.15, 0.66],
  ['brown', 55, 0.075, 0.42],
  ['tan', 75, 0.06, 0.7],
  ['beige cream ivory', 88, 0.035, 0.88],
  ['white', 95, 0.006, 0.95],
  ['silver', 250, 0.012, 0.76],
  ['grey gray', 262, 0.008, 0.56],
  ['charcoal', 265, 0.01, 0.33],
  ['black', 272, 0.012, 0.2],
];

/** Substances and elements, as the colour they lend; a colour word wins over them. */
export const materialWords: readonly (readonly [words: string, hue: number, chroma: number, light: number])[] = [
  ['stone rock granite', 80, 0.012, 0.55],
  ['castle keep dungeon fortress tower', 75, 0.014, 0.5],
  ['sandstone sand desert dune dunes', 75, 0.07, 0.72],
  ['limestone concrete', 90, 0.015, 0.7],
  ['basalt slate', 255, 0.015, 0.38],
  ['obsidian onyx', 290, 0.025, 0.2],
  ['clay', 42, 0.1, 0.52],
  ['wood wooden timber oak', 62, 0.075, 0.48],
  ['pine birch', 78, 0.07, 0.68],
  ['mahogany', 35, 0.08, 0.36],
  ['walnut ebony', 55, 0.045, 0.3],
  ['iron steel metal metallic titanium', 255, 0.014, 0.6],
  ['tin chrome aluminium aluminum', 250, 0.008, 0.74],
  ['bone', 90, 0.04, 0.86],
  ['ice icy frozen frost glacier arctic', 225, 0.075, 0.74],
  ['snow', 240, 0.012, 0.93],
  ['water sea ocean', 235, 0.11, 0.5],
  ['fire flame fireball ember', 50, 0.18, 0.66],
  ['lava magma molten volcanic inferno hell', 40, 0.03, 0.27],
  ['poison toxic acid venom goblin orc slime swamp', 138, 0.17, 0.6],
  ['healing health life', 22, 0.2, 0.52],
  ['mana', 262, 0.19, 0.52],
  ['magic arcane enchanted mystic wizard rune portal', 298, 0.18, 0.52],
  ['holy divine sacred angel', 95, 0.08, 0.9],
  ['shadow cursed vampire', 305, 0.1, 0.32],
  ['demon devil imp dragon', 26, 0.19, 0.48],
  ['robot knight wolf rat mouse', 258, 0.018, 0.58],
  ['bear dog owl cat', 58, 0.085, 0.52],
  ['rabbit chicken', 80, 0.035, 0.86],
  ['bird', 245, 0.13, 0.6],
  ['spider bat', 295, 0.06, 0.36],
  ['dwarf hero elf witch', 58, 0.085, 0.72],
  ['beetle bug alien troll', 165, 0.12, 0.56],
  ['nature forest leaf herb', 140, 0.13, 0.5],
  ['royal king queen', 300, 0.16, 0.42],
  ['autumn', 55, 0.15, 0.58],
  ['leather', 50, 0.075, 0.4],
  ['jungle', 138, 0.13, 0.42],
  ['hay straw thatch', 88, 0.1, 0.72],
  ['wicker basket burlap canvas rope', 78, 0.075, 0.64],
];

/** What lies on a surface. */
export const coatWords: readonly (readonly [CoatName, words: string])[] = [
  ['moss', 'mossy moss overgrown ivy lichen'],
  ['snow', 'snowy snow snow-covered'],
  ['rust', 'rusty rusted corroded rust'],
  ['cracks', 'cracked cracks broken ruined shattered crumbling damaged'],
  ['wet', 'wet rainy damp puddle slimy shiny glossy polished'],
  ['dust', 'dusty dust sandy dirty'],
  ['veins', 'veined veins vein ore inlaid'],
  ['stains', 'stained stains bloody splattered'],
];

export interface Mood {
  /** -1 dark to 1 bright. */
  readonly light: number;
  /** 0 dull, 1 plain, above 1 vivid. */
  readonly chroma: number;
  /** 0 smooth, 0.5 plain, 1 rough. */
  readonly rough: number;
  /** Size of what is drawn: 1 is plain, 2 twice as large. */
  readonly scale: number;
  /** 0 to 1. */
  readonly glow: number;
  /** 0 new to 1 ancient. */
  readonly age: number;
}

export const moodWords: readonly (readonly [words: string, Partial<Mood>])[] = [
  ['dark night gloomy shadowy midnight', { light: -0.7 }],
  ['deep', { light: -0.35 }],
  ['bright light sunny pale', { light: 0.6 }],
  ['pastel faded', { light: 0.5, chroma: 0.5 }],
  ['vivid saturated colorful colourful neon', { chroma: 1.4 }],
  ['dull muted washed drab', { chroma: 0.5 }],
  ['rough rugged coarse jagged craggy', { rough: 1 }],
  ['smooth polished soft sleek clean', { rough: 0 }],
  ['large big huge giant', { scale: 1.6 }],
  ['small tiny fine mini little', { scale: 0.6 }],
  ['lava magma molten', { glow: 1 }],
  ['glowing glow shining radiant luminous burning enchanted magic magical', { glow: 1 }],
  ['old ancient worn weathered aged ruined', { age: 1, chroma: 0.8 }],
];

/** Words about the picture, not in it. They change nothing. */
export const silentWords = 'a an the of and with in on at for from to by is as or my some'
  + ' texture textures seamless tileable tiling tile-able pattern surface material background sprite sprites pixel pixels art pixelart'
  + ' icon icons item items game asset assets rpg fantasy style 2d 3d 8-bit 16-bit 8bit 16bit retro high quality detailed hd 4k 8k'
  + ' picture image view top topdown top-down side front please draw make generate beautiful nice';

/** The words after these are not wanted. */
export const negatingWords = 'no not without';

/** After these comes what the thing has or where it is, not what it is: "staff of fire", "goblin with a sword". */
export const prepositions = 'of with in on at for from to by';
