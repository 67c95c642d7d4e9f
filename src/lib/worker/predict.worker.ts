/** The host of the prediction of step times: carries messages between the page and its session. */
import { host } from './host';
import { gpu, kernels } from './pageDevices';
import { predictCommandSchema, type PredictEvent } from './predictProtocol';
import { PredictSession } from './predictSession';

const post = (event: PredictEvent) => {
	self.postMessage(event);
};

const session = new PredictSession({ post, gpu, kernels });

host(
	predictCommandSchema,
	(command) => session.handle(command),
	(failure) => post({ ...failure, id: null })
);
