/** The whole site as one file, for a classroom without a network: unpacked, it runs from any local server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { filesOf } from './files.mjs';

export const archiveName = 'efficientnetv2-explained.zip';

const readme = `EfficientNetV2, explained: the whole site.

Serve this folder with any local server and open the address that it prints, for example:

  python3 -m http.server 8000     then open http://localhost:8000/
  npx sirv-cli . --port 8000

Opened as a file (file://) the pages can be read, but browsers start no workers there, so nothing trains.

整个网站。用任意本地服务器打开本文件夹即可，例如 python3 -m http.server 8000，然后访问 http://localhost:8000/ 。
直接双击打开文件只能阅读，不能训练。
`;

/** The same bytes for the same site: no clock stands in the archive. @param {string} build */
export function writeArchive(build) {
	const paths = filesOf(build).filter((path) => path !== archiveName);
	const files = Object.fromEntries(
		paths.map((path) => [path, new Uint8Array(readFileSync(join(build, path)))])
	);
	files['README.txt'] = new TextEncoder().encode(readme);
	writeFileSync(join(build, archiveName), zipSync(files, { level: 6, mtime: '1980-01-02' }));
}
