import path from 'node:path';
import { root } from './paths.mjs';

/** Which rooms each room may import, itself included. What is in no list here may not be imported from there. */
const rooms = {
  'src/shared': ['src/shared'],
  'src/webview': ['src/webview', 'src/shared'],
  'src/extension/store': ['src/extension/store', 'src/shared'],
  'src/extension/providers': ['src/extension/providers', 'src/shared'],
  'src/extension/assets': ['src/extension/assets', 'src/extension/store', 'src/shared'],
  'src/extension/batches': ['src/extension/batches', 'src/extension/store', 'src/shared'],
  'src/extension/engine': ['src/extension/engine', 'src/extension/providers', 'src/extension/assets', 'src/extension/store', 'src/shared'],
  'src/extension/platform': ['src/extension/platform', 'src/shared'],
  'src/extension/ui': [
    'src/extension/ui',
    'src/extension/engine',
    'src/extension/batches',
    'src/extension/assets',
    'src/extension/store',
    'src/extension/platform',
    'src/shared',
  ],
  // The one file that builds the parts and hands them over.
  'src/extension/extension.ts': ['src/extension', 'src/shared'],
};

/** Packages and built-in modules that only some places may import. Everything not named here is free, but for `closed` below.
 * @type {{ name: RegExp, only: string[] }[]} */
const reserved = [
  { name: /^vscode$/, only: ['src/extension/extension.ts', 'src/extension/ui', 'src/extension/platform'] },
  { name: /^(node:)?sqlite$/, only: ['src/extension/store'] },
  { name: /^@vscode\/webview-ui-toolkit/, only: ['src/webview/components/controls.ts'] },
];

/** Rooms that may import only these packages: no Node module and no other library belongs there.
 * @type {Record<string, RegExp>} */
const closed = {
  'src/shared': /^(@vscode\/l10n|valibot)$/,
  'src/webview': /^(preact(\/|$)|@preact\/signals$|@vscode\/(l10n|webview-ui-toolkit)(\/|$)|valibot$)/,
};

/** The layer rule: who may import whom.
 * @type {import('eslint').Rule.RuleModule} */
export const layerRule = {
  meta: { type: 'problem', schema: [], messages: { layer: '{{problem}}' } },
  create(context) {
    const file = path.relative(root, context.filename).split(path.sep).join('/');
    if (!file.startsWith('src/')) return {};

    /** @param {import('estree').Node | null | undefined} source */
    const check = source => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const problem = problemOf(file, source.value);
      if (problem) context.report({ node: source, messageId: 'layer', data: { problem } });
    };
    return {
      ImportDeclaration: node => check(node.source),
      ExportNamedDeclaration: node => check(node.source),
      ExportAllDeclaration: node => check(node.source),
      ImportExpression: node => check(node.source),
      TSImportType: (/** @type {{ source: import('estree').Node }} */ node) => check(node.source),
      TSExternalModuleReference: (/** @type {{ expression: import('estree').Node }} */ node) => check(node.expression),
      'CallExpression[callee.name="require"]': (/** @type {import('estree').CallExpression} */ node) => check(node.arguments[0]),
    };
  },
};

/**
 * @param {string} file repository path of the importing file, with slashes
 * @param {string} specifier
 * @returns {string | undefined}
 */
function problemOf(file, specifier) {
  const room = roomOf(file);
  if (!room) return `${file} is in no room: the folders of src/ are named in test/bed/layers.mjs`;
  return specifier.startsWith('.') ? problemOfFile(file, room, specifier) : problemOfPackage(file, room, specifier);
}

/** @param {string} file @param {keyof typeof rooms} room @param {string} specifier */
function problemOfFile(file, room, specifier) {
  const target = path.posix.join(path.posix.dirname(file), specifier);
  if (rooms[room].some(allowed => isIn(target, allowed))) return undefined;
  return `${room} may not import ${target}`;
}

/** @param {string} file @param {keyof typeof rooms} room @param {string} specifier */
function problemOfPackage(file, room, specifier) {
  const reservation = reserved.find(each => each.name.test(specifier));
  if (reservation && !reservation.only.some(place => isIn(file, place))) {
    return `${specifier} may be imported only in ${reservation.only.join(', ')}`;
  }
  const allowed = closed[room];
  if (allowed && !allowed.test(specifier)) return `${room} may not import ${specifier}`;
  return undefined;
}

/** @param {string} file */
function roomOf(file) {
  return /** @type {(keyof typeof rooms)[]} */ (Object.keys(rooms)).find(room => isIn(file, room));
}

/** Whether a path is a folder, in it, or the file itself.
 * @param {string} file @param {string} place */
function isIn(file, place) {
  return file === place || file.startsWith(`${place}/`);
}
