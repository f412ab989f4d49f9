import * as vscode from 'vscode';
import type { DarkroomApi, Generation } from './darkroom';

/** Generates a texture and copies it to `target`. From then on Darkroom knows which generation that file came from. */
export async function textureAt(target: vscode.Uri, prompt: string): Promise<Generation | undefined> {
  const darkroom = await vscode.extensions.getExtension<DarkroomApi>('darkroom.darkroom')?.activate();
  if (darkroom === undefined) throw new Error('Darkroom is not installed.');

  const id = await darkroom.generate({ prompt, parameters: { width: 64, height: 64 } });
  if (id === undefined) return undefined; // It may cost money, and the person said no.

  const generation = await ended(darkroom, id);
  if (generation.status !== 'completed') throw new Error(generation.failure?.sentence ?? 'It was canceled.');

  const results = (await darkroom.assets(id)).filter(asset => asset.role === 'output');
  await vscode.workspace.fs.copy(results[0]!.uri, target, { overwrite: true });
  await darkroom.associate(target, id, 'output');
  return darkroom.sourceGeneration(target);
}

function ended(darkroom: DarkroomApi, id: string): Promise<Generation> {
  return new Promise((resolve, reject) => {
    const look = async (): Promise<void> => {
      const generation = await darkroom.generation(id);
      if (generation === undefined) throw new Error('It was removed from the history.');
      if (!['completed', 'failed', 'cancelled'].includes(generation.status)) return;
      subscription.dispose();
      resolve(generation);
    };
    const subscription = darkroom.onDidChangeGenerations(({ changed, removed }) => {
      if (changed === null || changed.includes(id) || removed.includes(id)) look().catch(reject);
    });
    look().catch(reject); // It may have ended before anybody listened.
  });
}
