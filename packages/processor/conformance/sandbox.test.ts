import { describeProcessor } from './describe-processor.ts';
import { sandbox } from './sandbox-rig.ts';

describeProcessor(sandbox);
