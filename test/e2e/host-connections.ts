import type { Page } from 'playwright-core';

/**
 * The connections of a workbench page to its server, in the order they were opened: first the one for files and terminals, then one
 * for each extension host. That an extension host's process runs says little; it is of use once it answers.
 */
export class HostConnections {
  private connections: { answers: number }[] = [];

  constructor(page: Page) {
    page.on('framenavigated', frame => {
      if (frame === page.mainFrame()) this.connections = [];
    });
    page.on('websocket', socket => {
      if (!socket.url().includes('reconnection=false')) return;
      const connection = { answers: 0 };
      this.connections.push(connection);
      socket.on('framereceived', () => connection.answers++);
    });
  }

  /** The newest connection, to compare it with a later one. */
  latest(): object | undefined {
    return this.connections.at(-1);
  }

  /** Whether the newest extension host has begun to work: the first three frames only establish the connection. */
  hostTalks(): boolean {
    return this.connections.length > 1 && (this.connections.at(-1)?.answers ?? 0) > 3;
  }
}
