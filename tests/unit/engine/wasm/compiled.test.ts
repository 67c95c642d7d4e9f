import { activationSuite } from '../../../suites/activations';
import { executorSuite } from '../../../suites/executor';
import { finiteDifferencesSuite } from '../../../suites/finiteDifferences';
import { logitsSuite } from '../../../suites/forward';
import { gradientsSuite } from '../../../suites/gradients';
import { trajectorySuite } from '../../../suites/trajectory';
import { useEngine } from '../../../suites/useEngine';

const use = useEngine('wasm');
activationSuite(use);
executorSuite(use);
finiteDifferencesSuite(use);
logitsSuite(use, 'small');
logitsSuite(use, 'large');
gradientsSuite(use);
trajectorySuite(use);
