/** A style sheet that an entry imports; the build writes it beside the entry's script. */
declare module '*.css';
