export { createFileLog, type FileLogOptions } from './file-log.ts';
