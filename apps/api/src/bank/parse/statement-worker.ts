// The thread that reads one bank file (statement-reader.ts): receives the file and posts its content.
import { parentPort, workerData } from 'node:worker_threads';
import { readStatement } from './statement.ts';

if (!(workerData instanceof Uint8Array)) throw new Error('The reader of bank files was given no file');
parentPort?.postMessage(readStatement(workerData));
