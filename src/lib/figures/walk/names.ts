/** Names of a walk's choices in an address, for a page that knows them before the walk is there. */
export const walkNames = [
	...(['block', 'expand', 'stride', 'squeeze', 'photo', 'left', 'top', 'seed'] as const),
	...(['step', 'channel', 'y', 'x'] as const)
];
