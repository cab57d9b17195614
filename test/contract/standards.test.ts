import { createStandards } from '../../src/standards/standards.ts';
import { describeStandards } from './standards.ts';

describeStandards(
  createStandards({ records: 2000, busilistBytes: 1_000_000, pageSize: 2000, jsonDepth: 32 }),
);
