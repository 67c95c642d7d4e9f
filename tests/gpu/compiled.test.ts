import { activationSuite } from '../suites/activations';
import { executorSuite } from '../suites/executor';
import { logitsSuite } from '../suites/forward';
import { gradientsSuite } from '../suites/gradients';
import { trajectorySuite } from '../suites/trajectory';
import { useEngine } from '../suites/useEngine';

// One file, so that all suites share the device and its compiled kernels.
const use = useEngine('webgpu');
activationSuite(use);
executorSuite(use);
logitsSuite(use, 'small');
gradientsSuite(use);
trajectorySuite(use);
