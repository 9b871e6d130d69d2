export { createFileLog, type FileLog, type FileLogOptions } from './file-log.ts';
