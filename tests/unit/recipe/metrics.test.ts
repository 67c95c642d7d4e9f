import { describe, expect, it } from 'vitest';
import { metricsHeader, metricsRow, metricsUntil } from '$lib/recipe/metricsCsv';
import { stagePlan, unregularised } from '$lib/recipe/schedule';
import type { EvaluationEvent, StepEvent } from '$lib/recipe/events';

const stages = [16, 24].map((size) => ({ ...unregularised, size, epochs: 1 }));
const plan = stagePlan({ stages, order: 'progressive', seed: 0 }, 4);
const step = (at: number): StepEvent => ({
	type: 'step',
	step: at,
	stage: at < 4 ? 0 : 1,
	epoch: (at + 1) / 4,
	learningRate: 0.05,
	loss: 2.25,
	correct: 3,
	images: 8,
	gradientNorm: 1.5,
	trainMs: 1234 * at
});
const evaluation = (updates: number, final: boolean): EvaluationEvent => ({
	type: 'evaluation',
	step: updates,
	stage: 1,
	size: 24,
	weights: 'ema',
	correct: 5,
	images: 10,
	loss: 1.75,
	final,
	trainMs: 99
});

describe('metrics', () => {
	it('have a row per step and per evaluation, and nothing of the clock', () => {
		expect(metricsHeader).toBe(
			'event,updates,epoch,stage,size,weights,learningRate,loss,accuracy,images,gradientNorm\n'
		);
		expect(metricsRow(step(4), plan)).toBe('train,5,1.25,1,24,parameters,0.05,2.25,0.375,8,1.5\n');
		expect(metricsRow(evaluation(6, false), plan)).toBe('test,6,1.5,1,24,ema,,1.75,0.5,10,\n');
		expect(metricsRow(evaluation(8, true), plan)).toBe('final,8,2,1,24,ema,,1.75,0.5,10,\n');
	});

	it('are cut to where a run goes on', () => {
		const rows = [step(0), step(1), evaluation(2, false), step(2), evaluation(3, false), evaluation(8, true)];
		const whole = metricsHeader + rows.map((event) => metricsRow(event, plan)).join('');
		const kept =
			metricsHeader +
			rows
				.slice(0, 3)
				.map((event) => metricsRow(event, plan))
				.join('');
		expect(metricsUntil(whole, 2)).toBe(kept);
		expect(metricsUntil('', 2)).toBe(metricsHeader);
	});
});
