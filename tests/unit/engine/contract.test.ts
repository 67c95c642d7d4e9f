import { executorSuite } from '../../suites/executor';
import { finiteDifferencesSuite } from '../../suites/finiteDifferences';
import { useEngine } from '../../suites/useEngine';

const use = useEngine('tfjs-cpu');
executorSuite(use);
finiteDifferencesSuite(use);
