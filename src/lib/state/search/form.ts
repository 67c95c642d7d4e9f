/** What the reader sets up a search with: pure. */
import * as v from 'valibot';
import { defaultImages, defaultSearch, searchSettingsSchema } from '$lib/labs/search/settings';
import { engineChoiceSchema } from '$lib/worker/deviceProtocol';
import { searchImagesSchema } from '$lib/worker/searchProtocol';

export const searchFormSchema = v.object({
	...searchSettingsSchema.entries,
	/** Procedural training images, of which a fifth is held out. */
	train: searchImagesSchema.entries.train,
	engine: engineChoiceSchema
});

export type SearchForm = Readonly<v.InferOutput<typeof searchFormSchema>>;

export const defaultForm: SearchForm = { ...defaultSearch, train: defaultImages, engine: 'auto' };
