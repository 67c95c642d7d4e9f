import type { Language } from '$lib/i18n/language';
import type { Playground } from '$lib/state/playground.svelte';

/** Where the run is, in one line: `epoch 3.0 of 8 · stage 2 of 4 · 21 px · 214 images/s · 1 min 40 s left`. */
export function whereWeAre(language: Language, playground: Playground): string {
	const { t, fixed, plain, rate, duration } = language;
	const { run, state, device } = playground;
	if (device === null) return playground.starting ? t('state.starting') : t('state.noDevice');
	if (run === null) return playground.loading ? t('state.loading') : t('state.empty');
	if (state === 'compiling' && playground.record.last === null) {
		return t(playground.pausing ? 'where.pausing' : 'state.compiling');
	}
	if (playground.record.last === null) return t('state.ready');
	const epochs = run.config.stages.reduce((sum, stage) => sum + stage.epochs, 0);
	const parts = [
		t('where.epoch', { done: fixed(playground.epoch, 1), total: plain(epochs) }),
		t('where.stage', { stage: String(playground.stage + 1), count: String(run.stages.length) }),
		t('unit.px', { value: String(playground.size ?? 0) })
	];
	const { imagesPerSecond } = playground.going;
	if (imagesPerSecond !== null) parts.push(t('where.rate', { rate: rate(imagesPerSecond) }));
	parts.push(...ending(language, playground, duration));
	return parts.join(' · ');
}

function ending(
	{ t, integer }: Language,
	playground: Playground,
	duration: (ms: number) => string
): string[] {
	if (playground.pausing) return [t('where.pausing')];
	switch (playground.state) {
		case 'finished':
			return [t('where.finished')];
		case 'paused':
			return [t('where.paused')];
		case 'diverged':
			return [t('where.diverged')];
		case 'lost':
			return [t('where.lost')];
		case 'compiling':
			return [t('state.compiling')];
		case 'running': {
			const { msLeft, imagesPerSecond, stop } = playground.going;
			// The first step also compiles: no forecast from it.
			if (msLeft === null || imagesPerSecond === null) return [];
			const time = duration(msLeft);
			if (stop.ahead === null) return [t('where.left', { time })];
			return [t('where.leftTo', { time, step: integer(stop.ahead) })];
		}
		case 'empty':
		case 'ready':
		case 'failed':
			return [];
	}
}
