import { describe, expect, it } from 'vitest';
import { betaQuantile } from '$lib/data/augment/beta';

describe('quantiles of Beta(α, α)', () => {
	// scipy 1.17.1, `beta.ppf(p, a, a)`.
	it.each([
		[0.2, 0.3, 0.057880575315],
		[0.2, 0.45, 0.347286735143],
		[0.1, 0.4, 0.086398560671],
		[0.4, 0.1, 0.011690457977],
		[0.5, 0.25, 0.146446609407],
		[1, 0.37, 0.37],
		[2, 0.2, 0.287140725417],
		[5, 0.9, 0.699031236407],
		[30, 0.01, 0.352577064692],
		[100, 0.75, 0.523863029701]
	])('α %d at %d', (alpha, p, expected) => {
		expect(Math.abs(betaQuantile(p, alpha) - expected)).toBeLessThan(2e-12);
		expect(Math.abs(betaQuantile(1 - p, alpha) - (1 - expected))).toBeLessThan(1e-11);
	});

	it('are the closed forms where there are some', () => {
		for (const p of [0.001, 0.05, 0.2, 0.5, 0.73, 0.999]) {
			expect(betaQuantile(p, 1)).toBeCloseTo(p, 11);
			expect(betaQuantile(p, 0.5)).toBeCloseTo(Math.sin((Math.PI * p) / 2) ** 2, 11);
			const x = betaQuantile(p, 2);
			expect(3 * x ** 2 - 2 * x ** 3).toBeCloseTo(p, 11);
		}
	});

	it.each([0.1, 0.2, 0.4, 1, 2, 20, 100])('have the moments of α = %d', (alpha) => {
		const count = 4096;
		let variance = 0;
		let mean = 0;
		for (let i = 0; i < count; i++) {
			const x = betaQuantile((i + 0.5) / count, alpha);
			mean += x / count;
			variance += (x - 0.5) ** 2 / count;
		}
		expect(mean).toBeCloseTo(0.5, 10);
		expect(Math.abs(variance * 4 * (2 * alpha + 1) - 1)).toBeLessThan(2e-3);
	});

	it('reach from end to end and refuse what is no α', () => {
		expect(betaQuantile(0, 0.2)).toBeCloseTo(0, 11);
		expect(betaQuantile(1, 0.2)).toBeCloseTo(1, 11);
		for (const alpha of [0, -1, 101, NaN]) expect(() => betaQuantile(0.5, alpha)).toThrow(RangeError);
	});
});
