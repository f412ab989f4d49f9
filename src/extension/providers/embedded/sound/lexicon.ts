/** The words the built-in sounds understand. Data only; how a prompt is read with it is in hearing.ts. */
import type { SoundName } from '../names.ts';
import type { Material } from './score.ts';

/**
 * Words that choose a kind of sound; several kinds sound together. What can mean only one sound (3) wins over what often
 * means it (2), that over what merely suggests it (1); of equals the last one wins: "door bell" is a bell.
 */
export const kindWords: readonly (readonly [kinds: readonly SoundName[], weight: number, words: string])[] = [
  [['coin'], 3, 'coin money cash'],
  [['coin'], 2, 'pickup pick-up collect loot treasure gold gem jewel token reward purchase buy sell shop register'],
  [['jump'], 3, 'jump hop leap bounce boing'],
  [['laser'], 3, 'laser blaster phaser pew ray lightsaber'],
  [['laser'], 2, 'beam plasma'],
  [['powerup'], 3, 'powerup power-up levelup level-up upgrade bonus 1up 1-up'],
  [['powerup'], 2, 'boost level power'],
  [['hurt'], 3, 'hurt ouch oof pain grunt'],
  [['hurt'], 2, 'damage injured wound'],
  [['click'], 3, 'click button switch toggle shutter'],
  [['click'], 2, 'tap press mouse camera latch lock unlock key lever trigger'],
  [['beep'], 3, 'beep bleep ping sonar'],
  [['beep'], 2, 'tone countdown dial'],
  [['blip'], 3, 'blip notification'],
  [['blip'], 2, 'select confirm menu ui cursor hover notify message navigate ok accept cancel'],
  [['alarm'], 3, 'alarm siren alert warning klaxon'],
  [['alarm'], 2, 'emergency police ambulance'],
  [['buzzer'], 3, 'buzzer error wrong denied'],
  [['buzzer'], 2, 'invalid deny reject incorrect'],
  [['magic'], 3, 'magic magical spell sparkle shimmer fairy twinkle'],
  [['magic'], 2, 'cast enchant glitter arcane heal healing potion mana wizard witch wand crystal glow freeze star'],
  [['success'], 3, 'success victory fanfare achievement triumph tada win'],
  [['success'], 2, 'complete congratulations quest hooray'],
  [['failure'], 3, 'failure fail defeat gameover game-over'],
  [['failure'], 2, 'lose loss over death die dead'],
  [['teleport'], 3, 'teleport teleporter portal warp'],
  [['teleport'], 2, 'vanish summon spawn appear disappear'],
  [['zap'], 3, 'zap electric electricity electrical tesla'],
  [['zap'], 2, 'spark shock bolt'],
  [['pop'], 3, 'pop plop cork'],
  [['shot'], 3, 'shot gunshot gunfire pistol rifle shotgun cannon sniper revolver musket'],
  [['shot'], 2, 'gun shoot bullet weapon'],
  [['explosion'], 3, 'explosion explode blast boom bomb grenade dynamite detonation kaboom nuke'],
  [['explosion'], 2, 'fireball mine'],
  [['footstep'], 3, 'footstep step footfall'],
  [['footstep'], 2, 'walk run stomp boot hoof hooves march gallop'],
  [['door'], 3, 'door gate hinge trapdoor'],
  [['door'], 2, 'creak creaky squeaky squeak chest drawer hatch coffin cabinet'],
  [['hit'], 3, 'punch smack slap thud whack'],
  [['hit'], 2, 'hit kick impact thump bash bump slam fall body'],
  [['knock'], 3, 'knock'],
  [['drum'], 3, 'drum tom taiko bongo timpani conga percussion'],
  [['drum'], 2, 'beat'],
  [['snare'], 3, 'snare clap rimshot'],
  [['cymbal'], 3, 'cymbal hi-hat hihat'],
  [['glass'], 3, 'shatter'],
  [['glass'], 2, 'glass window bottle vase mirror shard crash break smash'],
  [['clang'], 3, 'clang clank anvil'],
  [['clang'], 2, 'hammer forge blacksmith chain pan armor armour shield'],
  [['clang'], 1, 'metal metallic iron steel tin copper bronze brass'],
  [['sword'], 3, 'sword blade slash katana dagger'],
  [['sword'], 2, 'knife slice stab parry unsheathe rapier saber axe'],
  [['crumble'], 3, 'crumble rubble rockfall landslide avalanche earthquake'],
  [['crumble'], 2, 'collapse debris boulder'],
  [['crumble'], 1, 'rock stone gravel'],
  [['crack'], 3, 'crack twig'],
  [['crack'], 2, 'snap branch bone'],
  [['crack'], 1, 'wood wooden ice'],
  [['crunch'], 3, 'crunch munch chew'],
  [['crunch'], 2, 'eat bite apple food chip cookie snow'],
  [['whoosh'], 3, 'whoosh swoosh swish'],
  [['whoosh'], 2, 'swing throw wing flap dash dodge swipe arrow transition slide fly'],
  [['rustle'], 3, 'rustle paper cloth'],
  [['rustle'], 2, 'page book bush fabric bag scroll map clothes foliage equip leaves grass'],
  [['typing'], 3, 'typing typewriter'],
  [['typing'], 2, 'keyboard type'],
  [['ratchet'], 3, 'ratchet winch'],
  [['ratchet'], 2, 'crank gear reload zipper winding'],
  [['wind'], 3, 'wind breeze gust gale windy'],
  [['wind', 'rain'], 2, 'storm stormy'],
  [['wind'], 2, 'blizzard desert mountain'],
  [['wind', 'bird'], 2, 'forest meadow woods'],
  [['rain'], 3, 'rain rainy drizzle downpour'],
  [['rain'], 2, 'shower'],
  [['thunder'], 3, 'thunder thunderclap'],
  [['thunder', 'rain'], 3, 'thunderstorm'],
  [['thunder'], 2, 'lightning rumble'],
  [['fire'], 3, 'fire flame campfire bonfire fireplace'],
  [['fire'], 2, 'burn torch hearth inferno ember lava crackle'],
  [['water'], 3, 'stream river brook creek waterfall'],
  [['water'], 2, 'fountain pour faucet flow'],
  [['water'], 1, 'water liquid'],
  [['waves'], 3, 'wave ocean surf'],
  [['waves'], 2, 'sea beach shore tide'],
  [['bubbles'], 3, 'bubble cauldron'],
  [['bubbles'], 2, 'boil brew drink gulp fizz soda'],
  [['bubbles'], 1, 'underwater'],
  [['bubbles', 'croak', 'cricket'], 2, 'swamp'],
  [['drip'], 3, 'drip droplet waterdrop raindrop'],
  [['drip'], 2, 'drop leak'],
  [['drip'], 1, 'cave dungeon'],
  [['splash'], 3, 'splash splosh'],
  [['splash'], 2, 'dive plunge swim'],
  [['steam'], 3, 'steam hiss'],
  [['steam'], 2, 'vent airlock valve spray gas snake'],
  [['jet'], 3, 'rocket jet thruster flamethrower'],
  [['jet'], 2, 'launch booster airplane plane'],
  [['radio'], 3, 'static radio'],
  [['radio'], 2, 'interference glitch transmission tv television'],
  [['growl'], 3, 'growl roar snarl'],
  [['growl'], 2, 'monster beast dragon lion bear tiger ogre troll orc zombie demon creature dinosaur wolf goblin alien'],
  [['ghost'], 3, 'ghost phantom banshee'],
  [['ghost'], 2, 'spirit howl wail moan haunted'],
  [['ghost'], 1, 'spooky scary eerie horror creepy'],
  [['heartbeat'], 3, 'heartbeat heart'],
  [['heartbeat'], 2, 'pulse'],
  [['squelch'], 3, 'squelch squish slime'],
  [['squelch'], 2, 'goo ooze splat blob gore flesh tentacle jelly mud'],
  [['bird'], 3, 'bird chirp tweet birdsong sparrow'],
  [['bird', 'cricket'], 2, 'jungle'],
  [['cricket'], 3, 'cricket cicada grasshopper'],
  [['cricket'], 1, 'night'],
  [['buzz'], 3, 'bee wasp mosquito hornet'],
  [['buzz'], 2, 'buzz insect bug swarm'],
  [['croak'], 3, 'croak frog toad ribbit'],
  [['croak'], 2, 'duck quack pig'],
  [['bark'], 3, 'bark dog woof puppy'],
  [['meow'], 3, 'meow cat kitten'],
  [['engine'], 3, 'engine motor'],
  [['engine'], 2, 'car truck vehicle motorcycle tractor generator machine boat'],
  [['rotor'], 3, 'helicopter rotor propeller'],
  [['rotor'], 2, 'chopper fan'],
  [['hum'], 3, 'hum drone'],
  [['hum'], 2, 'ambience ambient spaceship reactor fridge machinery atmosphere'],
  [['hum'], 1, 'space room mystery'],
  [['clock'], 3, 'clock tick tock'],
  [['clock'], 2, 'timer watch metronome'],
  [['phone'], 3, 'phone telephone ringtone'],
  [['robot'], 3, 'robot droid android'],
  [['robot'], 2, 'computer terminal scan hologram'],
  [['servo'], 3, 'servo elevator hydraulic'],
  [['servo'], 2, 'lift mechanism mechanical turret conveyor crane'],
  [['horn'], 3, 'horn honk foghorn trumpet'],
  [['horn'], 2, 'train ship tuba'],
  [['bell'], 3, 'bell doorbell ding dong'],
  [['bell'], 2, 'ring toll church'],
  [['chime'], 3, 'chime windchime wind-chime jingle'],
  [['gong'], 3, 'gong'],
  [['pluck'], 3, 'guitar harp lute pluck strum'],
  [['pluck'], 2, 'string banjo ukulele chord bow'],
  [['whistle'], 3, 'whistle'],
  [['whistle'], 2, 'kettle referee'],
  [['flute'], 3, 'flute ocarina'],
  [['flute'], 2, 'pipe recorder'],
  [['motif'], 2, 'music melody tune song piano marimba xylophone kalimba note'],
];

export const materialWords: readonly (readonly [Material, words: string])[] = [
  ['wood', 'wood wooden oak timber plank log floorboard marimba xylophone'],
  ['metal', 'metal metallic iron steel tin copper bronze brass'],
  ['stone', 'stone rock concrete marble tile brick pavement'],
  ['glass', 'glass glassy crystal ice icy window'],
  ['water', 'water wet puddle mud muddy'],
  ['grain', 'gravel sand snow dirt pebble snowy sandy'],
  ['leaves', 'leaf leaves grass hay straw foliage'],
];

/** What a word changes. Pitches (in octaves) add up, factors multiply, of the rest the last one holds. */
export interface Shade {
  readonly octaves?: number;
  readonly length?: number;
  readonly pace?: number;
  /** 0 softly to 1 hard. */
  readonly force?: number;
  /** -1 dull to 1 bright. */
  readonly tone?: number;
  /** 0 to 1 each. */
  readonly distance?: number;
  readonly space?: number;
  readonly echo?: number;
  readonly grit?: number;
  /** As an old console would play it. */
  readonly retro?: boolean;
  readonly reversed?: boolean;
  readonly minor?: boolean;
  readonly times?: number;
  readonly action?: 'open' | 'close';
}

export const shadeWords: readonly (readonly [words: string, Shade])[] = [
  ['small little', { octaves: 0.5, length: 0.85 }],
  ['tiny mini miniature', { octaves: 0.9, length: 0.7 }],
  ['big large', { octaves: -0.45, length: 1.25, force: 0.8 }],
  ['huge giant massive enormous epic', { octaves: -0.85, length: 1.5, force: 1 }],
  ['deep low bass', { octaves: -0.8 }],
  ['high high-pitched shrill squeaky', { octaves: 0.8 }],
  ['long sustained lasting', { length: 1.8 }],
  ['short quick brief snappy', { length: 0.55 }],
  ['fast rapid running run hurried gallop', { pace: 1.6 }],
  ['slow slowly lazy', { pace: 0.6, length: 1.2 }],
  ['soft softly gentle quiet light calm subtle delicate', { force: 0.1, tone: -0.35 }],
  ['hard heavy strong loud powerful violent intense mighty thick', { force: 1 }],
  ['bright clear crisp sharp shiny', { tone: 0.8 }],
  ['dull dark warm', { tone: -0.7 }],
  ['muffled underwater', { tone: -1.7 }],
  ['harsh gritty distorted rough dirty rusty', { grit: 1 }],
  ['distant distance far faraway remote', { distance: 1 }],
  ['echo', { echo: 1 }],
  ['reverb cave cavern hall cathedral tunnel dungeon church', { space: 1 }],
  ['room indoor indoors', { space: 0.4 }],
  ['retro 8-bit 8bit 16-bit 16bit chiptune arcade pixel', { retro: true }],
  ['reverse reversed backward backwards', { reversed: true }],
  ['sad minor gloomy scary eerie creepy evil sinister horror haunted', { minor: true }],
  ['double twice two', { times: 2 }],
  ['triple thrice three', { times: 3 }],
  ['four', { times: 4 }],
  ['several multiple many repeated repeating', { times: 5 }],
  ['single one', { times: 1 }],
  ['open', { action: 'open' }],
  ['close shut slam', { action: 'close' }],
];

/** Words about the sound, not in it. They change nothing. */
export const silentWords = 'a an the is as or my some sound sounds effect effects sfx fx'
  + ' audio noise noises clip sample game games asset assets item rpg fantasy style high-quality quality please make generate nice'
  + ' beautiful loop looping loopable seamless short-clip natural realistic good me near';

/** Words that bring another sound beside the one before; they mean nothing else. */
export const joiningWords = 'and with plus then';

/** The words after these are not wanted. */
export const negatingWords = 'no not without';

/** After these comes where or on what it happens, not what it is: "footsteps on gravel". */
export const prepositions = 'of in on at for from to by into through under inside against like';
