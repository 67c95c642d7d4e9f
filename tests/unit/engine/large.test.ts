import { forwardSuite } from '../../suites/forward';
import { useEngine } from '../../suites/useEngine';

// V2-B0, V2-S and V1-B0 on the processor only: it is the faster of the two engines on a machine without a GPU.
forwardSuite(useEngine('tfjs-cpu'), 'large');
