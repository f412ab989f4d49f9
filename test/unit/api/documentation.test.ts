/** What the documentation shows is what is compiled and run, so that it can't rot. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname, '../../..');
const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
const snippets = (file: string): string[] => [...read(file).matchAll(/^```ts\n(.*?)^```$/gmsu)].map(([, code]) => code!);

describe('the documentation of the API', () => {
  it('shows the snippet that another extension runs', () => {
    assert.deepEqual(snippets('docs/api.md'), [read('test/consumer/snippet.ts')]);
  });

  it('shows in the README what fits the public types', () => {
    const [short, ...others] = snippets('README.md');
    assert.deepEqual(others, []);
    const file = path.join(root, 'test/consumer/readme.ts');
    const source = `import * as vscode from 'vscode';\nimport type { DarkroomApi } from './darkroom';\nexport async function shown(atlas: vscode.Uri, generation: string) {\n${short!}\nreturn source;\n}\n`;
    const { config } = ts.readConfigFile(path.join(root, 'test/consumer/tsconfig.json'), name => fs.readFileSync(name, 'utf8')) as { config: unknown };
    const { options } = ts.parseJsonConfigFileContent({ ...config as object, include: [], files: ['snippet.ts'] }, ts.sys, path.join(root, 'test/consumer'));
    const host = ts.createCompilerHost(options);
    const getSourceFile: typeof host.getSourceFile = (name, ...rest) => name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2024) : host.getSourceFile(name, ...rest);
    const program = ts.createProgram([file], { ...options, noEmit: true, incremental: false, tsBuildInfoFile: undefined, skipLibCheck: true }, { ...host, getSourceFile, fileExists: name => name === file || host.fileExists(name) });
    const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    assert.deepEqual(problems, []);
  }).timeout(20_000);

  it('names every call, and every word of an error', () => {
    const types = read('src/extension/ui/api/darkroom.d.ts');
    const calls = types.slice(types.indexOf('interface DarkroomApi'), types.indexOf('interface GenerateRequest'));
    const names = [...calls.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gmu)].map(([, name]) => name!).filter(name => name !== 'version');
    assert.equal(names.length, 9);
    const words = [.../type ErrorCode = ([^;]+);/u.exec(types)![1]!.matchAll(/'(\w+)'/gu)].map(([, word]) => word!);
    const text = read('docs/api.md');
    assert.deepEqual([...names.filter(name => !text.includes(`| \`${name}`)), ...words.filter(word => !text.includes(`| \`${word}\``))], []);
    assert.deepEqual(names.filter(name => !read('README.md').includes(`\`${name}\``)), []);
  });
});
