/** Another extension: it hands the tests what it got from Darkroom, and what the documentation shows. */
import * as vscode from 'vscode';
import type { DarkroomApi, GenerateRequest } from './darkroom';
import { textureAt } from './snippet.ts';

export interface Consumer {
  readonly darkroom: DarkroomApi;
  readonly textureAt: typeof textureAt;
  /** Calls from this extension's own files. */
  generate(request: GenerateRequest): Promise<string | undefined>;
}

export function activate(): Consumer {
  // A dependency is active before we are.
  const darkroom = vscode.extensions.getExtension<DarkroomApi>('darkroom.darkroom')!.exports;
  return { darkroom, textureAt, generate: request => darkroom.generate(request) };
}
