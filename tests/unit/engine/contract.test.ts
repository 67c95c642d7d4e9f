import { activationSuite } from '../../suites/activations';
import { executorSuite } from '../../suites/executor';
import { finiteDifferencesSuite } from '../../suites/finiteDifferences';
import { useEngine } from '../../suites/useEngine';

const use = useEngine('tfjs-cpu');
activationSuite(use);
executorSuite(use);
finiteDifferencesSuite(use);
