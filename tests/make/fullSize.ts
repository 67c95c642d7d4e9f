/** Makes fixtures/fullSize.json, in some minutes: `node --import tsx tests/make/fullSize.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { NetworkCase } from '../suites/formulaRun';
import { exactLogits } from '../suites/kernels/exactLogits';

const path = new URL('../fixtures/fullSize.json', import.meta.url);
const found = JSON.parse(readFileSync(path, 'utf8')) as NetworkCase & { inputSeed: number };
const logits = [...exactLogits(found, found.inputSeed)].map((value) => Number(value.toPrecision(9)));
writeFileSync(path, JSON.stringify({ ...found, logits }));
