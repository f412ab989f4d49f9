/** Text of strangers (replies, prompts, errors), fit to be shown: nothing in it steers a terminal, a line or the direction of reading. */

/** A terminal's colours and cursor moves, whole. */
const ansi = /\u001b\[[\d;?]*[A-Za-z]/gu;

/** Controls but tab and line feed, marks that turn the direction of reading, invisible ones, and what is no character. Joiners of emoji stay. */
const unfit = /(?:[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|\p{Cs})+/gu;

/** The same text without what can't be seen; its lines stay. */
export function legible(text: string): string {
  return text.replace(ansi, '').replace(unfit, ' ').trim();
}

/** The same in one line. */
export function oneLine(text: string): string {
  return legible(text).replace(/\s+/gu, ' ').trim();
}
