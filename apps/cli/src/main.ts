#!/usr/bin/env node
// The makewhole command.
import { run } from './run.ts';

process.exitCode = await run(process.argv);
