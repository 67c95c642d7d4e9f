import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { Heap } from '$lib/engine/wasm/heap';

const PAGE = 65_536;

describe('the heap', () => {
	test('hands out aligned, zeroed places apart from each other and from the module', () => {
		const sizes = fc.integer({ min: 1, max: 3 * PAGE });
		const moves = fc.array(fc.tuple(sizes, fc.boolean(), fc.nat()), { minLength: 1, maxLength: 40 });
		fc.assert(
			fc.property(moves, (given) => {
				const heap = new Heap({ mostPages: 512 });
				const held: { address: number; bytes: number }[] = [];
				for (const [bytes, frees, which] of given) {
					if (frees && held.length > 0) {
						const [gone] = held.splice(which % held.length, 1);
						heap.free(gone!.address);
						continue;
					}
					const address = heap.allocate(bytes);
					expect(address % 64).toBe(0);
					expect(address).toBeGreaterThanOrEqual(PAGE);
					expect(address + bytes).toBeLessThanOrEqual(heap.memory.buffer.byteLength);
					for (const other of held) {
						expect(address + bytes <= other.address || other.address + other.bytes <= address).toBe(true);
					}
					const elements = Math.ceil(bytes / 4);
					expect(heap.read(address, elements).every((value) => value === 0)).toBe(true);
					heap.write(address, new Float32Array(elements).fill(NaN));
					held.push({ address, bytes });
				}
				expect(heap.bytes).toBe(held.reduce((sum, { bytes }) => sum + Math.ceil(bytes / 64) * 64, 0));
			})
		);
	});

	test('joins what was freed, whatever the order, and does not grow for it again', () => {
		const orders = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
		fc.assert(
			fc.property(orders, (order) => {
				const heap = new Heap();
				const places = order.map(() => heap.allocate(PAGE));
				const before = heap.memory.buffer.byteLength;
				for (const at of order) heap.free(places[at]!);
				expect(heap.bytes).toBe(0);
				expect(heap.allocate(5 * PAGE)).toBe(PAGE);
				expect(heap.memory.buffer.byteLength).toBe(before);
			})
		);
	});

	test('keeps what it holds when it grows', () => {
		const heap = new Heap();
		const values = new Float32Array([1, 2, 3]);
		const first = heap.allocate(12);
		heap.write(first, values);
		const { buffer } = heap.memory;
		const second = heap.allocate(10 * PAGE);
		expect(heap.memory.buffer).not.toBe(buffer);
		expect(heap.read(first, 3)).toEqual(values);
		heap.writeWords(second, [-1]);
		expect(heap.floats.buffer).toBe(heap.memory.buffer);
		expect(new Int32Array(heap.memory.buffer)[second / 4]).toBe(-1);
	});

	test('says so when the memory cannot grow, and goes on', () => {
		const heap = new Heap({ mostPages: 4 });
		const first = heap.allocate(2 * PAGE);
		expect(() => heap.allocate(2 * PAGE)).toThrow(
			expect.objectContaining({ name: 'EngineError', kind: 'out-of-memory' }) as Error
		);
		expect(heap.bytes).toBe(2 * PAGE);
		heap.free(first);
		expect(heap.allocate(3 * PAGE)).toBe(PAGE);
	});

	test('says so when the host gives no more memory, and uses what is there', () => {
		const heap = new Heap();
		const first = heap.allocate(2 * PAGE);
		heap.free(first);
		const grow = vi.spyOn(heap.memory, 'grow').mockImplementation(() => {
			throw new RangeError('no pages');
		});
		expect(() => heap.allocate(4 * PAGE)).toThrow(
			expect.objectContaining({ name: 'EngineError', kind: 'out-of-memory' }) as Error
		);
		expect(heap.bytes).toBe(0);
		expect(heap.allocate(2 * PAGE)).toBe(first);
		grow.mockRestore();
		expect(heap.allocate(4 * PAGE)).toBe(first + 2 * PAGE);
	});

	test('refuses to free what is not allocated', () => {
		const heap = new Heap();
		const address = heap.allocate(1);
		heap.free(address);
		expect(() => {
			heap.free(address);
		}).toThrow(RangeError);
	});
});
