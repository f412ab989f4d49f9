import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { judgeResultFile } from '../bed/result-file.mjs';

describe('a stage of the test bed is judged by its result file', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'darkroom-results-'));
    file = path.join(folder, 'results.json');
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const isRed = (text: string, why: RegExp) => {
    fs.writeFileSync(file, text);
    const verdict = judgeResultFile(file);
    assert.ok(verdict.failed > 0);
    assert.match(verdict.problems.join('\n'), why);
  };

  it('is red without a file', () => {
    assert.deepEqual(judgeResultFile(file), { passed: 0, failed: 1, problems: ['wrote no result file: it ended before its tests did'] });
  });

  it('is red with an empty file, or one that was cut off', () => {
    isRed('', /broken/);
    isRed('{"passes": 3, "fail', /broken/);
  });

  it('is red with a file of another shape', () => {
    isRed('null', /without results/);
    isRed('{}', /without results/);
    isRed('{"passes": "3", "failures": []}', /without results/);
  });

  it('is red when no test ran', () => {
    isRed('{"passes": 0, "pending": 4, "failures": []}', /no test/);
  });

  it('is red with a failure, and names it', () => {
    isRed('{"passes": 3, "failures": [{"title": "keeps its promise", "message": "it did not"}]}', /keeps its promise/);
  });

  it('is green with passes alone', () => {
    fs.writeFileSync(file, '{"passes": 3, "pending": 1, "failures": []}');
    assert.deepEqual(judgeResultFile(file), { passed: 3, failed: 0, problems: [] });
  });
});
