import { inOrder } from './order';
import type { Section } from './section';

export default inOrder(import.meta.glob<Section>('/src/content/en/*.md', { eager: true, import: 'default' }));
