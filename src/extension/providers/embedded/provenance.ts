/** What every file that is made here says of itself. */

export const software = 'Darkroom';

/** Made by an algorithm, not by a trained model (IPTC Digital Source Type). */
export const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
  + '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
  + ' Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"/>'
  + '</rdf:RDF></x:xmpmeta>';

/** Bytes of text in which every character is one. */
export function latin(text: string): Uint8Array {
  return Uint8Array.from(text, character => character.charCodeAt(0));
}
