/** Where cursors stand after text took the place of what was selected. */

/** Offsets into a document: `end` is the first that is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The offset behind each insertion, for spans that do not overlap, in the order given. */
export function cursorsAfter(spans: readonly Span[], length: number): number[] {
  return spans.map(span => {
    const before = spans.filter(({ start, end }) => start < span.start || start === span.start && end < span.end);
    return span.start + before.reduce((sum, { start, end }) => sum + length - (end - start), 0) + length;
  });
}
