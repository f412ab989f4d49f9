/** Addresses in a text, fit to be shown: what signs in and what is signed stays out. */

/** "name:password@" after a scheme. */
const person = /(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#@"'<>]*@/giu;

/** "?name=value…" or "#…" behind an address, and a query alone. */
const query = /(?:(?<=\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s?#"'<>]*)[?#]|\?(?=[\w%.~[\]-]{1,100}=))[^\s"'<>”]*/giu;

/** The same text, its addresses without queries and without who signs in. */
export function withoutQueries(text: string): string {
  return text.replace(person, '$1').replace(query, '?…');
}
