/** How it looks in each theme, for eyes to judge. */
import type { Frame } from 'playwright-core';
import { type FakeProvider, startFakeProvider } from '../fakes/provider-server.ts';
import { card, chooseProvider, declare, generateIn, oneAfterTheOther, sampleFolder } from './project.ts';
import { Workbench, setMachineSettings } from './workbench.ts';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern', 'high contrast': 'Default High Contrast' } as const;

describe('the looks', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  oneAfterTheOther(() => workbench);
  let fake: FakeProvider;
  let gallery: Frame;

  const service = { label: 'Render Box', concurrency: 2 } as const;

  before(async () => {
    fake = await startFakeProvider({ mode: 'client-id' });
    declare(fake, 'client-id', service, { 'workbench.colorTheme': themes.dark });
    workbench = await Workbench.open({ name: 'looks', folder: await sampleFolder(), browser: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' } });
    await workbench.showSidebar();
    await workbench.runCommand('Darkroom: Open Gallery');
    gallery = await workbench.webview('gallery');
    await workbench.runCommand('Darkroom: Generate');
    const studio = await workbench.webview('studio');
    await chooseProvider(studio, 'Render Box');
    await generateIn(studio, 'duel at the gate');
    await fake.arrived('submit', 1);
    fake.job().moderate();
    await card(gallery, 'duel at the gate').getByText('Failed').waitFor();
    for (const [n, text] of ['storm breaking over the keep', 'rune stone, carved', 'banner cloth, torn'].entries()) {
      await generateIn(studio, text);
      if (n < 2) await fake.arrived('submit', 2 + n);
    }
    fake.job().progress(0.62, 'generating');
    await card(gallery, 'banner cloth, torn').waitFor();
    await card(gallery, 'rune stone, carved').getByText('62 %').waitFor();
    for (const name of [/^rune stone, carved, Processing, 62 percent/u, /^banner cloth, torn, Pending/u]) {
      await workbench.view('Generations').getByRole('treeitem', { name }).waitFor();
    }
  });
  after(async () => {
    setMachineSettings({});
    await workbench.closeProfile();
    await fake.close();
  });

  for (const [name, theme] of Object.entries(themes)) {
    it(`in ${name}`, async () => {
      declare(fake, 'client-id', service, { 'workbench.colorTheme': theme });
      const kind = name === 'high contrast' ? 'vscode-high-contrast' : `vscode-${name}`;
      await gallery.waitForFunction(wanted => document.body.classList.contains(wanted), kind);
      await workbench.screenshot(name);
    });
  }
});
