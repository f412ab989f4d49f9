/** In the place of the copy that another extension has. */
export type * from '../../src/extension/ui/api/darkroom.d.ts';
