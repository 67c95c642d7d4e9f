import { augmentSuite } from '../suites/augment';
import { useEngine } from '../suites/useEngine';

augmentSuite(useEngine('webgpu'));
