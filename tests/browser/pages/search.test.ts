import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import CandidateTable from '$lib/figures/search/CandidateTable.svelte';
import RewardExplorer from '$lib/figures/search/RewardExplorer.svelte';
import ScatterChart from '$lib/figures/search/ScatterChart.svelte';
import StageBlocks from '$lib/figures/search/StageBlocks.svelte';
import TakeAway from '$lib/figures/search/TakeAway.svelte';
import { announcement, resultOf } from '$lib/figures/search/words';
import { searchDocument } from '$lib/labs/search/document';
import { SearchLab } from '$lib/state/search/search.svelte';
import { SearchClient } from '$lib/worker/searchClient';
import type { SearchEvent } from '$lib/worker/searchProtocol';
import SearchPanel from '../../../src/routes/[lang=lang]/search/SearchPanel.svelte';
import { FakeWorker } from '../../unit/worker/fakeWorker';
import { resultOf as measured, resultsOf, settings } from '../../unit/labs/searchResults';
import { chinese, english } from './play';
import { show } from './show';

const device = { engine: 'wasm', adapter: 'CPU', software: false, features: [] } as const;
const data = {
	kind: 'procedural',
	seed: 0,
	images: 2000,
	heldOut: 400,
	classes: 10,
	sha256: 'ab'.repeat(32)
} as const;
/** The more Fused-MBConv early, the more accurate. */
const results = resultsOf(6, settings({ algorithm: 'random' }), (proposal) =>
	measured(proposal, proposal.genes[0]!.op === 'fused_mbconv' ? 0.5 : 0.3, 10 + proposal.number)
);

function open() {
	let worker = new FakeWorker();
	const lab = new SearchLab(new SearchClient(() => (worker = new FakeWorker())));
	const say = (...events: SearchEvent[]) => {
		for (const event of events) worker.sayAnything(event);
		flushSync();
	};
	lab.look();
	say({ type: 'device', device: { ...device, features: [] }, choice: 'auto', trials: [] });
	return { lab, say };
}

/** A search under way after some results. */
function searched(count: number) {
	const opened = open();
	opened.lab.start();
	opened.say(
		{ type: 'began', data },
		...results
			.slice(0, count)
			.map((result): SearchEvent => ({ type: 'result', result: { ...result, genes: [...result.genes] } }))
	);
	return opened;
}

test('the button waits for the engine; a search tells where it is, pauses, goes on and stops', async () => {
	let worker = new FakeWorker();
	const waiting = new SearchLab(new SearchClient(() => (worker = new FakeWorker())));
	waiting.look();
	const before = show(SearchPanel, { lab: waiting });
	await expect.element(before.getByRole('button', { name: 'Start the search' })).toBeDisabled();
	worker.sayAnything({ type: 'failure', kind: 'unavailable', message: 'No engine could be started here.' });
	flushSync();
	await expect.element(before.getByRole('alert')).toHaveTextContent('This engine cannot train here');

	const { lab, say } = searched(2);
	const panel = show(SearchPanel, { lab });
	say(
		{ type: 'candidate', number: 2, genes: [...results[2]!.genes] },
		{ type: 'step', number: 2, step: 7, steps: 250 }
	);
	await expect.element(panel.getByText(/^Candidate 3 of 20: .*, step 7 of 250$/)).toBeVisible();
	await panel.getByRole('button', { name: 'Pause' }).click();
	await expect.element(panel.getByText('Pausing after this step …')).toBeVisible();
	say({ type: 'paused' });
	await expect.element(panel.getByText('Paused.')).toBeVisible();
	await panel.getByRole('button', { name: 'Go on' }).click();
	await panel.getByRole('button', { name: 'Stop' }).click();
	await expect.element(panel.getByText('Stopped. What was measured stays.')).toBeVisible();
	expect(lab.record?.results).toHaveLength(2);
	await expect.element(panel.getByRole('button', { name: 'Go on with this search' })).toBeVisible();
});

test('absurd values are refused with a sentence and the old one stays', async () => {
	const { lab } = open();
	const panel = show(SearchPanel, { lab });
	const field = panel.getByLabelText('w, for step time, in the search');
	await field.fill('0.5');
	field.element().dispatchEvent(new Event('change', { bubbles: true }));
	await expect.element(panel.getByText('At most 0; the old value stays.')).toBeVisible();
	expect(lab.form.w).toBe(-0.07);
	await expect.element(panel.getByRole('button', { name: 'Start the search' })).toBeDisabled();
});

test('what was measured is drawn, told and listed, also in Chinese; the one before it is compared', async () => {
	const { lab, say } = searched(6);
	say({ type: 'end', reason: 'candidates' });
	const chart = show(ScatterChart, { lab });
	const slider = chart.getByRole('slider');
	slider.element().focus();
	await expect
		.poll(() => slider.element().getAttribute('aria-valuetext'))
		.toMatch(/^candidate \d: [fm][35]e/);
	const table = show(CandidateTable, { ranked: lab.ranked, backbone: 'v2-pico' });
	await expect.poll(() => table.getByRole('row').elements().length).toBe(7);
	await expect.element(show(StageBlocks, { lab }).getByText('stage 5')).toBeVisible();
	expect(resultOf(english, lab)[0]).toContain('Best of 6');
	expect(announcement(english, lab)).toContain('Finished: all candidates are measured.');
	expect(resultOf(chinese, lab)[0]).toContain('6 个中最好的');

	const first = lab.record;
	lab.set('w', 0);
	lab.start();
	expect(lab.previous).toEqual(first);
	say({ type: 'began', data }, { type: 'result', result: { ...results[0]!, genes: [...results[0]!.genes] } });
	expect(resultOf(english, lab).some((sentence) => sentence.startsWith('The previous one (w = -0.07'))).toBe(
		true
	);
	expect(resultOf(english, lab)).toContain(
		'They differ in w (0 | -0.07); this search first, then the previous one.'
	);
	expect(resultOf(chinese, lab).some((sentence) => sentence.includes('同一批网络（共有 1 个）'))).toBe(true);
	lab.forget();
	expect(lab.previous).toBeNull();
});

test('a file is read back or refused, and what is shown stays', async () => {
	const { lab, say } = searched(3);
	say({ type: 'failure', kind: 'device-lost', message: 'gone' });
	expect(lab.record?.results).toHaveLength(3);
	const text = JSON.stringify(searchDocument(lab.record!));
	lab.take(text.replace('"w":-0.07', '"w":7'));
	flushSync();
	const panel = show(SearchPanel, { lab });
	await expect
		.element(panel.getByText('In the search "settings.w" must be a number from -1 to 0, not 7.'))
		.toBeVisible();
	expect(lab.record?.results).toHaveLength(3);
	lab.take(text);
	flushSync();
	expect(lab.refusal).toBeNull();
	expect(lab.resumable).toBe(true);
	await expect.element(show(TakeAway, { lab }).getByRole('button', { name: 'Download CSV' })).toBeEnabled();
});

test('the explorer ranks as its exponents change, and hands them on', async () => {
	let used: unknown = null;
	const explorer = show(RewardExplorer, { onuse: (exponents: unknown) => (used = exponents) });
	const first = () => explorer.getByRole('row').nth(1);
	await expect.element(first()).toHaveTextContent('EfficientNetV2-S');
	await explorer.getByLabelText('w, for step time').fill('0');
	await explorer.getByLabelText('v, for parameters').fill('0');
	await expect.element(first()).toHaveTextContent('NFNet-F4');
	await expect
		.element(
			explorer.getByText(/Twice the step time is worth it if accuracy rises from 80 % to at least 80\.0 %/)
		)
		.toBeVisible();
	await explorer.getByRole('button', { name: 'Use them for the search below' }).click();
	expect(used).toEqual({ w: 0, v: 0 });
	await explorer.getByText('Table 3, TPUv3').click();
	await explorer.getByRole('button', { name: 'The paper’s exponents' }).click();
	await expect.element(first()).toHaveTextContent('B4, stages 1–3 fused');
});
