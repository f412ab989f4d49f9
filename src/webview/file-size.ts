export { fileSize } from '../shared/fileSize.ts';
