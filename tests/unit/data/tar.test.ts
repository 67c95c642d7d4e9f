import { createTar } from 'nanotar';
import { describe, expect, it } from 'vitest';
import { file, loadAll } from './samples';

describe('long names in a tar keep their folders', () => {
	it('in two parts, or in a header of their own', async () => {
		const long = 'very long folder names '.repeat(4).trim();
		const entry = (path: string, bytes: readonly number[]) => ({ name: path, data: Uint8Array.from(bytes) });
		const names = ['train/cat/1.png', 'train/dog/1.png', 'test/cat/1.png', 'test/dog/1.png'];
		const plainTar = createTar(names.map((name, i) => entry(name, [10, 12, i])));
		const expected = await loadAll([file('a.tar', plainTar)]);
		const parted = createTar(names.map((name, i) => entry(name.split('/').slice(1).join('/'), [10, 12, i])));
		names.forEach((name, i) => setPrefix(parted, 1024 * i, `${long}/${name.split('/')[0]}`));
		expect(await loadAll([file('a.tar', parted)])).toEqual(expected);
		const extended = names.flatMap((name, i) => {
			const record = ` path=${long}/${long}/${name}\n`;
			const length = record.length + 3;
			return [{ name: 'x', data: `${length}${record}` }, entry('cut', [10, 12, i])];
		});
		const pax = createTar(extended);
		names.forEach((_, i) => setType(pax, 2048 * i, 'x'));
		expect(await loadAll([file('a.tar', pax)])).toEqual(expected);
	});
});

function setPrefix(tar: Uint8Array, offset: number, prefix: string): void {
	tar.set(new TextEncoder().encode('ustar\0'), offset + 257);
	tar.fill(0, offset + 345, offset + 500).set(new TextEncoder().encode(prefix), offset + 345);
	mendChecksum(tar, offset);
}

function setType(tar: Uint8Array, offset: number, type: string): void {
	tar[offset + 156] = type.charCodeAt(0);
	mendChecksum(tar, offset);
}

function mendChecksum(tar: Uint8Array, offset: number): void {
	tar.fill(0x20, offset + 148, offset + 156);
	const sum = tar.subarray(offset, offset + 512).reduce((total, byte) => total + byte, 0);
	tar.set(new TextEncoder().encode(sum.toString(8).padStart(6, '0') + '\0 '), offset + 148);
}
