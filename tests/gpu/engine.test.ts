import { executorSuite } from '../suites/executor';
import { forwardSuite } from '../suites/forward';
import { gradientsSuite } from '../suites/gradients';
import { opsSuite } from '../suites/ops';
import { trajectorySuite } from '../suites/trajectory';
import { useEngine } from '../suites/useEngine';

// One file, so that all suites share the device and its compiled kernels.
const use = useEngine('tfjs-webgpu');
opsSuite(use);
executorSuite(use);
forwardSuite(use, 'small');
gradientsSuite(use);
trajectorySuite(use);
