/** Cards that the large view shows to each side of the one that is looked at. */
export const neighbours = 8;
