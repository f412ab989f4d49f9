/** What a window and its histories say, for those who have only the output of a run that failed. */
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';

/** The rows that the side bar draws, the notifications, and the latest attempts in each history of this server. */
export async function tell(page: Page, serverData: string): Promise<string> {
  const seen = async (name: string, selector: string): Promise<string> => {
    const rows = await page.locator(selector).evaluateAll(elements => elements.map(element => element.getAttribute('aria-label') ?? element.textContent ?? ''));
    return [`${name}:`, ...rows.map(row => row.replaceAll(/\s+/gu, ' ').slice(0, 200))].join('\n    ');
  };
  // What was told and is no longer on screen is there.
  await page.locator('.statusbar-item[id="status.notifications"]').click({ timeout: 3000 }).catch(() => undefined);
  const drawn = [seen('side bar', '.sidebar [role="treeitem"]'), seen('notifications', '.notifications-toasts .notification-toast, .notifications-center .notification-list-item')];
  const told = await Promise.all(drawn.map(words => words.catch((error: unknown) => String(error))));
  return [...told, ...histories(serverData)].join('\n  ');
}

function histories(serverData: string): string[] {
  const latest = fs.globSync('data/User/workspaceStorage/*/darkroom.darkroom/**/*.db', { cwd: serverData })
    .map(file => path.join(serverData, file)).sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs).slice(0, 2);
  return latest.map(file => {
    try {
      const db = new DatabaseSync(file, { readOnly: true });
      const rows = db.prepare(`SELECT substr(prompt, 1, 30) AS prompt, ordinal, sent_at, remote_id, accepted_at, word, held_because, unconfirmed_at, troubles, "end"
        FROM attempt JOIN generation ON generation.id = generation_id ORDER BY attempt.created_at DESC LIMIT 5`).all();
      db.close();
      return [`${path.relative(serverData, file)} at ${Date.now()}:`, ...rows.map(row => JSON.stringify(row))].join('\n    ');
    } catch (error) {
      return `${file}: ${String(error)}`;
    }
  });
}
