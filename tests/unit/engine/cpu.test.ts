import { forwardSuite } from '../../suites/forward';
import { gradientsSuite } from '../../suites/gradients';
import { opsSuite } from '../../suites/ops';
import { trajectorySuite } from '../../suites/trajectory';
import { useEngine } from '../../suites/useEngine';

const use = useEngine('tfjs-cpu');
opsSuite(use);
forwardSuite(use, 'small');
gradientsSuite(use);
trajectorySuite(use);
