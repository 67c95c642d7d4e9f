import { findSwiftShader, hasSystemDriver } from '../../src/lib/engine/swiftshader';

export default function setup() {
	if (hasSystemDriver() || findSwiftShader() !== null) return;
	throw new Error(
		'The GPU tests found no Vulkan driver: install Chromium (it brings SwiftShader) or a graphics driver.'
	);
}
