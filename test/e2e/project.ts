/** Projects for the end-to-end tests: a text and some pictures, and the settings of a service to talk to. */
import fs from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import type { RecoveryMode } from '../../src/shared/model.ts';
import type { CustomHttpSetting } from '../../src/extension/providers/custom/config.ts';
import { customSettingFor } from '../fakes/custom-config.ts';
import { stripedPng } from '../fakes/png.ts';
import type { FakeProvider } from '../fakes/provider-server.ts';
import { until } from './until.ts';
import { freshFolder, setMachineSettings } from './workbench.ts';

export function projectFolder(pictures = 3): Promise<string> {
  return freshFolder(into => {
    fs.writeFileSync(path.join(into, 'tavern.md'), '# The tavern below the keep\n');
    fs.mkdirSync(path.join(into, 'assets'));
    for (let n = 1; n <= pictures; n++) fs.writeFileSync(path.join(into, 'assets', `stripes-${n}.png`), stripedPng(96, 64, n));
  });
}

/** A copy of the sample project: a text and a dozen pictures. */
export function sampleFolder(): Promise<string> {
  return freshFolder(into => fs.cpSync(path.join(import.meta.dirname, '../sample'), into, { recursive: true }));
}

/** Declares the fake service in the machine's settings, as its owner would. */
export function declare(fake: FakeProvider, recovery: RecoveryMode, overrides: Partial<CustomHttpSetting> = {}, others: Record<string, unknown> = {}): void {
  setMachineSettings({ ...others, 'darkroom.customProviders': [customSettingFor(fake.origin, recovery, overrides)] });
}

export function prompt(studio: Frame): Locator {
  return studio.getByRole('textbox', { name: 'Prompt' });
}

export async function chooseProvider(studio: Frame, label: string): Promise<void> {
  // The command that shows the form gives the focus to its prompt, which closes a list that a quicker hand has opened.
  await until('the provider is chosen', async () => {
    await studio.getByRole('combobox', { name: 'Provider' }).click();
    await studio.getByRole('option', { name: label }).click({ timeout: 3_000 });
    return true;
  }, 15_000);
}

/** Types a prompt into the form and presses Generate. */
export async function generateIn(studio: Frame, text: string): Promise<void> {
  // The window may still give the focus back to somebody else, who gets what is typed.
  await until('the prompt is typed', async () => {
    await prompt(studio).fill(text);
    return await prompt(studio).inputValue() === text;
  }, 15_000);
  await studio.getByRole('button', { name: 'Generate', exact: true }).click();
}

/** The card whose accessible name has this in it: a prompt, or a file's name. */
export function card(gallery: Frame, name: string | RegExp): Locator {
  return gallery.getByRole('gridcell', { name });
}

/** Each step of a story goes on from the one before: after a failure the rest fails at once. */
export function oneAfterTheOther(): void {
  let failed: string | null = null;
  beforeEach(() => { if (failed !== null) throw new Error(`an earlier step failed: ${failed}`); });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') failed = this.currentTest.title;
  });
}
