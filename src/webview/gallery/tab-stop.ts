/** The card that Tab leads to, or the header of a group. */
export function tabStop(root: ParentNode | null = document): HTMLElement | null {
  return root?.querySelector<HTMLElement>('.layer > [tabindex="0"], .stuck > [tabindex="0"]') ?? null;
}
