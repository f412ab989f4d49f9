/**
 * Waits with `act` until the mouse button or finger is up again. What appears on the page while it is down moves what is
 * under the pointer, and the click is lost.
 */
export function afterPress(act: () => void): void {
  if (!pressed) return act();
  // A task later: the click comes after the pointer is up.
  window.addEventListener('pointerup', () => setTimeout(act), { once: true, capture: true });
}

let pressed = false;
window.addEventListener('pointerdown', () => { pressed = true; }, true);
for (const end of ['pointerup', 'pointercancel'] as const) window.addEventListener(end, () => { pressed = false; }, true);
