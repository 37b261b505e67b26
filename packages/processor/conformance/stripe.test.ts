import { describeProcessor } from './describe-processor.ts';
import { stripeOnDouble } from './stripe-rig.ts';

describeProcessor(stripeOnDouble);
