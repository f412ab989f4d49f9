/** What each command does. Loaded with the first one that is called. */
import type { Editors } from '../documents.ts';
import type { Editor } from '../editor.ts';
import type { Gallery } from '../gallery.ts';
import type { Parts } from '../parts.ts';
import type { Studio } from '../studio.ts';
import type { GenerationsView } from '../tree/view.ts';
import { again, withChanges } from './again.ts';
import { cancel } from './cancel.ts';
import { cancelAll } from './cancelAll.ts';
import { clearFilter } from './clearFilter.ts';
import { copyId, copyRemoteId } from './copyId.ts';
import { copyImage } from './copyImage.ts';
import { copyPath, copyRelativePath, revealInExplorer, revealInOS } from './copyPath.ts';
import { copyPrompt } from './copyPrompt.ts';
import { fetchAgain } from './fetchAgain.ts';
import { type AskForFiles, fileTargets } from './fileTarget.ts';
import { filter } from './filter.ts';
import { generate } from './generate.ts';
import { insert } from './insert.ts';
import { judgeFiles } from './judge.ts';
import { openAsset } from './openAsset.ts';
import { openGallery } from './openGallery.ts';
import { applyPreset, deletePreset, savePreset } from './presets.ts';
import { promptHistory } from './promptHistory.ts';
import { remove } from './remove.ts';
import { removeAll } from './removeAll.ts';
import { removeKey } from './removeKey.ts';
import { rename } from './rename.ts';
import { report } from './report.ts';
import { emptyTrash, restoreFromTrash, undoTrash } from './restore.ts';
import { retry } from './retry.ts';
import { retryAllFailed } from './retryAllFailed.ts';
import { revealGeneration } from './revealGeneration.ts';
import { search } from './search.ts';
import { setKey } from './setKey.ts';
import { showAttention } from './showAttention.ts';
import { showDetails } from './showDetails.ts';
import { showInGallery } from './showInGallery.ts';
import { ofView, orSelected } from './target.ts';
import { testKey } from './testKey.ts';
import { copyToFolder, moveToFolder } from './toFolder.ts';
import { moveFilesToTrash } from './trash.ts';
import { tryAgain } from './tryAgain.ts';
import { adopt, checkAgain, dismiss } from './unconfirmed.ts';
import { cancelUpload, upload, uploadFolder } from './upload.ts';
import { useAsInput } from './useAsInput.ts';
import type { CommandId } from './ids.ts';

/** The surfaces that commands bring forward. */
export interface Surfaces {
  readonly generations: GenerationsView;
  readonly gallery: Gallery;
  readonly studio: Studio;
  readonly editor: Editor;
  readonly editors: Editors;
}

export function run(id: CommandId, args: readonly unknown[], parts: Parts, { generations, gallery, studio, editor, editors }: Surfaces): unknown {
  const files: AskForFiles = placeholder => fileTargets(parts, args, placeholder);
  const commands: Readonly<Record<CommandId, () => unknown>> = {
    'darkroom.generate': () => generate(parts, studio, ofView(parts, args)),
    'darkroom.openGallery': () => openGallery(parts, gallery, ofView(parts, args)),
    'darkroom.showInGallery': () => showInGallery(parts, gallery, args),
    'darkroom.retry': () => retry(parts, args),
    'darkroom.cancel': () => cancel(parts, args),
    'darkroom.cancelAll': () => cancelAll(parts, generations),
    'darkroom.retryAllFailed': () => retryAllFailed(parts, generations),
    'darkroom.remove': () => remove(parts, orSelected(parts, args, generations.selection)),
    'darkroom.removeAll': () => removeAll(parts, generations, args),
    'darkroom.filter': () => filter(parts, generations),
    'darkroom.search': () => search(generations),
    'darkroom.clearFilter': () => clearFilter(generations),
    'darkroom.showDetails': () => showDetails(parts, args),
    'darkroom.checkAgain': () => checkAgain(parts, args),
    'darkroom.adopt': () => adopt(parts, args),
    'darkroom.dismiss': () => dismiss(parts, args),
    'darkroom.fetchAgain': () => fetchAgain(parts, args),
    'darkroom.tryAgain': () => tryAgain(parts, args),
    'darkroom.openAsset': () => openAsset(parts, args),
    'darkroom.revealGeneration': () => revealGeneration(parts, generations, args),
    'darkroom.copyPrompt': () => copyPrompt(parts, args),
    'darkroom.copyId': () => copyId(parts, args),
    'darkroom.copyRemoteId': () => copyRemoteId(parts, args),
    'darkroom.copyPath': () => copyPath(parts, args),
    'darkroom.copyRelativePath': () => copyRelativePath(parts, args),
    'darkroom.copyImage': () => copyImage(parts, gallery, args),
    'darkroom.revealInExplorer': () => revealInExplorer(parts, args),
    'darkroom.revealInOS': () => revealInOS(parts, args),
    'darkroom.setKey': () => setKey(parts, args),
    'darkroom.testKey': () => testKey(parts),
    'darkroom.removeKey': () => removeKey(parts),
    'darkroom.showLog': () => parts.log.show(),
    'darkroom.showAttention': () => showAttention(parts, generations),
    'darkroom.insertPath': () => insert(editors, 'path', files),
    'darkroom.insertMarkdown': () => insert(editors, 'markdown', files),
    'darkroom.insertHtml': () => insert(editors, 'html', files),
    'darkroom.copyToFolder': () => copyToFolder(parts, files),
    'darkroom.moveToFolder': () => moveToFolder(parts, files),
    'darkroom.rename': () => rename(parts, args),
    'darkroom.trash': () => moveFilesToTrash(parts, args),
    'darkroom.undoTrash': () => undoTrash(parts),
    'darkroom.restoreFromTrash': () => restoreFromTrash(parts),
    'darkroom.emptyTrash': () => emptyTrash(parts),
    'darkroom.useAsInput': () => useAsInput(parts, studio, args),
    'darkroom.promptHistory': () => promptHistory(parts, studio),
    'darkroom.savePreset': () => savePreset(parts, studio),
    'darkroom.applyPreset': () => applyPreset(parts, studio, args),
    'darkroom.deletePreset': () => deletePreset(parts),
    'darkroom.report': () => report(parts),
    'darkroom.getStarted': () => editor.showFirstSteps(),
    'darkroom.generateAgain': () => again(parts, args, 'same'),
    'darkroom.generateWithNewSeed': () => again(parts, args, 'new-seed'),
    'darkroom.generateWithChanges': () => withChanges(parts, studio, args),
    'darkroom.review': () => gallery.review(),
    'darkroom.favorite': () => judgeFiles(parts, gallery, args, 'favourite', files),
    'darkroom.discard': () => judgeFiles(parts, gallery, args, 'discarded', files),
    'darkroom.upload': () => upload(parts, args),
    'darkroom.uploadCard': () => upload(parts, args),
    'darkroom.retryUpload': () => upload(parts, args),
    'darkroom.cancelUpload': () => cancelUpload(parts, args),
    'darkroom.uploadFolder': () => uploadFolder(parts, args),
  };
  return commands[id]();
}
