import fs from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { stillSettings, writeMachineSettings } from '../bed/machine-settings.mjs';
import { results } from '../bed/paths.mjs';
import { childProcesses } from '../bed/processes.mjs';
import { HostConnections } from './host-connections.ts';
import { tell } from './tell.ts';
import { until } from './until.ts';

/** Milliseconds a workbench may take until it and its extensions are ready, on a busy machine. */
const openTimeout = 45_000;
const stepTimeout = 15_000;

export interface OpenOptions {
  /** Names the screenshots. */
  name: string;
  /** Absolute path of the folder to open; see `freshFolder`. */
  folder: string;
  /** The browser profile of another window, for a second window or a reopened one. */
  context?: BrowserContext;
  /** Size, colour scheme, forced colours and the like, where the profile is a fresh one. */
  browser?: BrowserContextOptions;
  /** With workspace trust as VS Code has it: the folder is untrusted until the user says otherwise. */
  asksForTrust?: boolean;
}

/** A real VS Code window with the packaged extension installed, driven as a person would. */
export class Workbench {
  readonly page: Page;
  readonly folder: string;
  /** Errors of our webviews: in the console, and those nobody caught. */
  readonly problems: string[] = [];
  private readonly name: string;
  private readonly hostsOfOthers: ReadonlySet<number>;
  private readonly connections: HostConnections;
  private shots = 0;

  private constructor(page: Page, { name, folder }: OpenOptions, hostsOfOthers: ReadonlySet<number>) {
    this.page = page;
    this.name = name;
    this.folder = folder;
    this.hostsOfOthers = hostsOfOthers;
    this.connections = new HostConnections(page);
    page.on('pageerror', error => this.noteProblem(error.stack ?? error.message));
    page.on('console', message => {
      if (message.type() === 'error') this.noteProblem(`${message.text()} (${message.location().url})`);
    });
  }

  static async open(options: OpenOptions): Promise<Workbench> {
    const hosts = new Set(await extensionHosts());
    const context = options.context ?? (await newContext(options.browser));
    const page = await context.newPage();
    page.setDefaultTimeout(stepTimeout);
    await openAsForPeople(page, { asksForTrust: options.asksForTrust ?? false });
    const workbench = new Workbench(page, options, hosts);
    opened.add(workbench);
    page.once('close', () => opened.delete(workbench));
    await workbench.show(options.folder);
    return workbench;
  }

  /** Opens a folder, or a `.code-workspace` file, in this window, whatever it showed before. */
  async show(folder: string): Promise<void> {
    const address = new URL(environment('DARKROOM_BED_SERVER'));
    address.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
    await this.page.goto(address.href);
    await this.ready();
    // The workbench may read a workspace's file before it has the server's disk: then it has no folders until it is loaded again.
    const without = this.page.locator('.sidebar').getByText('You have not yet added a folder');
    const hasFolders = await without.waitFor({ state: 'hidden', timeout: stepTimeout / 3 }).then(() => true, () => false);
    if (hasFolders) return;
    await this.page.goto(address.href);
    await this.ready();
  }

  /** Waits until the extension host talks to the workbench and Darkroom's icon is there. */
  async ready(timeout = openTimeout): Promise<void> {
    await this.activityBarItem().waitFor({ timeout });
    await until('the extension host talks to the workbench', () => this.connections.hostTalks(), timeout);
  }

  /** Darkroom's icon in the activity bar. */
  activityBarItem(): Locator {
    return this.page.locator('.activitybar .action-item').filter({ has: this.page.locator('[aria-label^="Darkroom"]') });
  }

  /** Shows Darkroom's side bar. */
  async showSidebar(): Promise<void> {
    const title = this.page.locator('.sidebar .composite.title').filter({ hasText: /darkroom/i });
    if (!(await title.isVisible())) await this.activityBarItem().click();
    await title.waitFor({ timeout: stepTimeout });
  }

  /** Shows another side bar in its place, so that Darkroom's is out of sight. */
  async hideSidebar(): Promise<void> {
    await this.page.locator('.activitybar .action-item').filter({ has: this.page.locator('[aria-label^="Explorer"]') }).click();
    await this.page.locator('.sidebar .composite.title').filter({ hasText: /explorer/i }).waitFor();
  }

  /** Darkroom's word in the status bar, while it has one. */
  statusBarItem(): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: /running|waiting|attention/u });
  }

  /** A section of the side bar by its title. */
  view(title: string): Locator {
    return this.page.locator('.sidebar .pane').filter({ has: this.page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  /** Runs a command from the palette by its full title, for example "Darkroom: Generate". */
  async runCommand(title: string, timeout = stepTimeout): Promise<void> {
    // Something else may take the focus while the window still settles, and the palette closes: then it is opened again.
    await until(`the command “${title}” is run`, async () => {
      await this.openPalette(title);
      await this.quickPickRow(title).first().click({ timeout: timeout / 5 });
      return true;
    }, timeout);
  }

  /** The titles that the palette lists for a search. */
  async commandsMatching(search: string, timeout = stepTimeout): Promise<string[]> {
    await this.openPalette(search);
    const labels = this.page.locator('.quick-input-widget .monaco-list-row .label-name');
    await labels.first().waitFor({ timeout });
    const titles = await labels.allInnerTexts();
    await this.page.keyboard.press('Escape');
    return titles;
  }

  /** Chooses a row of the quick pick that is open. */
  async pick(label: string, timeout = stepTimeout): Promise<void> {
    await this.quickPickRow(label).first().click({ timeout });
  }

  /** Chooses by the keyboard the row of the quick pick that is open with these words in it: a hover may lie over the rows. */
  async pickByWords(words: string): Promise<void> {
    await this.quickInput().fill(words);
    await this.page.locator('.quick-input-widget .monaco-list-row.focused').filter({ hasText: words }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Answers the input box that is open. */
  async answer(text: string): Promise<void> {
    await this.quickInput().fill(text);
    await this.page.keyboard.press('Enter');
  }

  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:not([style*="display: none"]) input[type="text"], .quick-input-widget input[type="password"]').first();
  }

  /** The modal dialog that is open. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Presses a button of the modal dialog. */
  async answerDialog(button: string, timeout = stepTimeout): Promise<void> {
    await this.dialog().getByRole('button', { name: button }).click({ timeout });
    await this.dialog().waitFor({ state: 'detached', timeout });
  }

  /** Notifications on the screen. */
  notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-toast');
  }

  /** Waits for a notification: on the screen, or in the center, where VS Code leaves what comes in quick succession. */
  async told(text: string | RegExp, timeout = stepTimeout): Promise<Locator> {
    const notification = this.page.locator('.notifications-toasts .notification-toast, .notifications-center .notification-list-item').filter({ hasText: text }).first();
    return until(`the notification “${String(text)}”`, async () => {
      await notification.waitFor({ timeout: Math.min(1500, timeout / 3) }).catch(async (error: unknown) => {
        await this.runCommand('Notifications: Show Notifications');
        throw error;
      });
      return notification;
    }, timeout * 2);
  }

  /** Presses a button of a notification. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    await until(`“${button}” is pressed`, async () => {
      await (await this.told(text)).getByRole('button', { name: button, exact: true }).click({ timeout: stepTimeout / 3 });
      return true;
    }, stepTimeout * 2);
  }

  /**
   * The document of one of our webviews: the inner frame whose root element says `data-darkroom="<name>"`, once it also says
   * `data-state="ready"`.
   */
  async webview(name: string, timeout = stepTimeout): Promise<Frame> {
    return until(`the webview ${name} is ready`, () => this.readyWebview(name), timeout);
  }

  /** Whether such a webview is there and ready now. */
  async hasWebview(name: string): Promise<boolean> {
    return (await this.readyWebview(name)) !== undefined;
  }

  private async readyWebview(name: string): Promise<Frame | undefined> {
    for (const frame of this.page.frames().reverse()) {
      // A frame may go away at any moment.
      const marks = await frame.evaluate(() => ({ ...document.documentElement.dataset })).catch(() => undefined);
      if (marks?.darkroom === name && marks.state === 'ready') return frame;
    }
    return undefined;
  }

  /** Keeps a picture of the window under test-results/screens. */
  async screenshot(step: string): Promise<void> {
    this.shots++;
    const file = `${slug(this.name)}-${String(this.shots).padStart(2, '0')}-${slug(step)}.png`;
    await this.page.screenshot({ path: path.join(results, 'screens', file) });
  }

  /** Process ids of this window's extension host; empty while there is none. */
  async extensionHosts(): Promise<number[]> {
    return (await extensionHosts()).filter(pid => !this.hostsOfOthers.has(pid));
  }

  /** Kills this window's extension host as a crash would, and waits until VS Code has started another that talks to it. @param between happens while there is none */
  async crashExtensionHost(between: () => void = () => {}, timeout = openTimeout): Promise<void> {
    const before = await this.extensionHosts();
    if (before.length === 0) throw new Error('this window has no extension host');
    const connection = this.connections.latest();
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await until('it has ended', async () => !(await extensionHosts()).some(pid => before.includes(pid)), timeout);
    between();
    await until('another extension host', () => this.connections.latest() !== connection && this.connections.hostTalks(), timeout);
  }

  /**
   * Reloads the window. By its own command: a reload by the browser leaves the workbench no time to write down what its webviews keep.
   */
  async reload(): Promise<void> {
    const left = this.page.waitForEvent('framenavigated', { predicate: frame => frame === this.page.mainFrame(), timeout: openTimeout });
    await Promise.all([left, this.runCommand('Developer: Reload Window')]);
    await this.ready();
  }

  /** Shows nothing any more, and waits until the extension host is gone; `show` comes back. */
  async leave(timeout = stepTimeout): Promise<void> {
    // Leaving the page lets the workbench say goodbye; a page that is only closed keeps its extension host alive for a while.
    await this.page.goto('about:blank');
    await until('the extension host is gone', async () => (await this.extensionHosts()).length === 0, timeout);
  }

  /** Closes the window. The profile stays open: see `closeProfile`. */
  async close(timeout = stepTimeout): Promise<void> {
    await this.leave(timeout);
    await this.page.close();
  }

  /** Closes the browser profile with every window in it. */
  async closeProfile(): Promise<void> {
    if (!this.page.isClosed()) await this.close();
    await this.page.context().close();
  }

  private async openPalette(search: string): Promise<void> {
    await until('the palette is open', async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput().fill(`>${search}`, { timeout: stepTimeout / 5 });
      return true;
    }, stepTimeout);
  }

  private quickPickRow(label: string): Locator {
    const exact = this.page.locator('.label-name').getByText(label, { exact: true });
    return this.page.locator('.quick-input-widget .monaco-list-row').filter({ has: exact });
  }

  private noteProblem(text: string): void {
    // VS Code's own pages, as those of the first steps, belong to no extension.
    if (/\/dist\/webview\/|\/webview\/browser\/pre\//.test(text) && !text.includes('extensionId=&')) this.problems.push(text);
  }
}

let browser: Browser | undefined;

const opened = new Set<Workbench>();

// At the root: for the tests of all files.
afterEach(async function () {
  if (this.currentTest?.state !== 'failed') return;
  for (const workbench of opened) {
    await workbench.screenshot(`FAILED ${this.currentTest.title}`);
    console.log(`${this.currentTest.title}: ${await tell(workbench.page, environment('DARKROOM_BED_SERVER_DATA'))}`);
  }
});

// An open connection would keep the process alive.
after(() => browser?.close());

/** A browser profile of its own; `closeProfile` of a window in it ends it. */
export async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  browser ??= await chromium.connect(environment('DARKROOM_BED_BROWSER'));
  return browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options });
}

/** A new folder outside the repository, filled as the test wants it. The bed removes it when the run ends. */
export async function freshFolder(fill: (folder: string) => void | Promise<void> = () => {}): Promise<string> {
  const folder = fs.mkdtempSync(path.join(environment('DARKROOM_BED_FOLDER'), 'project-'));
  await fill(folder);
  return folder;
}

/** Replaces the machine's settings, in every window at once, by the bed's own and these. */
export function setMachineSettings(settings: Record<string, unknown>): void {
  writeMachineSettings(environment('DARKROOM_BED_SERVER_DATA'), { ...stillSettings, ...settings });
}

async function extensionHosts(): Promise<number[]> {
  const server = Number(environment('DARKROOM_BED_SERVER_PID'));
  return (await childProcesses(server)).filter(child => child.command.includes('--type=extensionHost')).map(child => child.pid);
}

/**
 * The run's server tells its pages that they are under test, which the host tests need and which hides notifications, and that every
 * folder is trusted. A person's window is told otherwise, in the element its workbench reads before anything else.
 */
function openAsForPeople(page: Page, { asksForTrust }: { asksForTrust: boolean }): Promise<unknown> {
  return page.addInitScript(enableWorkspaceTrust => {
    if (window !== window.top) return;
    new MutationObserver((_, observer) => {
      const element = document.getElementById('vscode-workbench-web-configuration');
      if (!element?.dataset.settings) return;
      observer.disconnect();
      const settings = JSON.parse(element.dataset.settings) as object;
      element.dataset.settings = JSON.stringify({ ...settings, enableWorkspaceTrust, developmentOptions: {} });
    }).observe(document, { childList: true, subtree: true });
  }, asksForTrust);
}

/** What the bed tells its tests. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with npm test -- --only e2e`);
  return value;
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
