/** `404.html`: hosts show it at any depth, so it loads nothing and its links begin at the site's root. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} base */
const page = (base) => `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<meta name="color-scheme" content="light dark" />
		<meta name="robots" content="noindex" />
		<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'" />
		<title>No such page · 没有这个页面 · EfficientNetV2</title>
		<style>
			:root { color-scheme: light dark; background: light-dark(#fbfaf7, #14171b); color: light-dark(#1b1f24, #e8e6e1); }
			body { max-width: 34rem; margin: 12vh auto; padding: 0 1rem; font: 17px/1.6 system-ui, sans-serif; }
			section + section { margin-top: 2rem; }
			h1 { margin: 0; font: 600 28px/1.3 Georgia, 'Songti SC', serif; }
			p { margin: 0.4rem 0; }
			a { color: inherit; }
		</style>
	</head>
	<body>
		<main>
			<section>
				<h1>There is no page at this address</h1>
				<p>The link may be mistyped, or the page has moved. <a href="${base}/en/">To the start page</a></p>
			</section>
			<section lang="zh-Hans">
				<h1>这个地址没有页面</h1>
				<p>链接可能有误，也可能页面已经移走。<a href="${base}/zh/">回到首页</a></p>
			</section>
		</main>
	</body>
</html>
`;

/** @param {string} build @param {string} base Path of the site on its host, '' at the root. */
export function writeMissing(build, base) {
	writeFileSync(join(build, '404.html'), page(base));
}
