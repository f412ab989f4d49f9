/** Files in memory, and the ways in which described services take them. */
import { createHash } from 'node:crypto';
import type { InputFile } from '../../../src/extension/providers/contract.ts';
import type { CustomHttpSetting } from '../../../src/extension/providers/custom/config.ts';
import type { RecoveryMode } from '../../../src/shared/model.ts';
import { customSettingFor } from '../../fakes/custom-config.ts';

export function fileOf(bytes: Buffer, more: Partial<InputFile> = {}): InputFile {
  return {
    name: 'keep.png', type: 'image/png', size: bytes.length, hash: createHash('sha256').update(bytes).digest('hex'),
    async *read() {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    },
    ...more,
  };
}

const reply = { reference: '/url', expiresAt: '/expires_at', error: '/error/message', code: '/error/code' };

export const steps = {
  raw: { as: 'raw', path: '/v1/files?name=${fileName}', reply },
  form: { as: 'form', path: '/v1/files', field: 'image', fields: { purpose: 'input', name: '${fileName}' }, reply },
  address: {
    as: 'address', path: '/v1/files/address', body: { content_type: '${contentType}', file_name: '${fileName}', size: '${size}' },
    put: { headers: { 'X-Sha256': '${sha256}' } }, reply: { reference: '/file_url', url: '/upload_url' },
  },
} as const satisfies Record<string, CustomHttpSetting['upload']>;

export type Way = keyof typeof steps;

/** A service whose one model takes a picture, and another one where there is one. */
export function takingFiles(upload: CustomHttpSetting['upload'] | 'inline', more: Partial<CustomHttpSetting> = {}, recovery: RecoveryMode = 'none'): Partial<CustomHttpSetting> {
  const { models: [model], submit } = customSettingFor('http://127.0.0.1:1', recovery);
  return {
    ...(upload === 'inline' ? { inline: true } : { upload }),
    models: [{
      ...model!, operation: 'image-to-image',
      inputs: [{ name: 'source', label: 'Source', maxBytes: 5_000_000 }, { name: 'style', label: 'Style', required: false, kinds: ['image', 'video'] }],
    }],
    submit: { ...submit, body: { ...submit.body as object, image: '${input.source}', style: { of: '${input.style}' } } },
    ...more,
  };
}

/** How such a service tells of many jobs. */
export const statusAll: NonNullable<CustomHttpSetting['statusAll']> = {
  path: '/v1/status?ids=${ids}',
  reply: { items: '/jobs', remoteId: '/id', word: '/status', progress: '/progress', outputs: '/outputs', url: '/url', cost: '/cost', error: '/error/message', code: '/error/code' },
};
