import { oneOf } from '$lib/state/addressed';

export const drawnNetworks = ['efficientnetv2-s', 'efficientnetv2-m', 'efficientnetv2-l', 'v2-nano'] as const;

export const networksFields = { network: oneOf(drawnNetworks) };
