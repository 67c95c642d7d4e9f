/** English messages of results that are handed on and compared. */
export const compare = {
	'compare.title': 'Beside another result',
	'compare.text':
		'Copy a link to your result and send it: it holds the times of every stage, the device, the date and the settings, and no server sees them. Whoever opens it sees your result here and can measure beside it. A JSON file saved by this page works as well.',
	'compare.copy': 'Copy link to this result',
	'compare.copied': 'Link copied',
	'compare.file': 'Open a JSON file',
	'compare.paste': 'Link of another result',
	'compare.open': 'Open',
	'compare.remove': 'Remove',
	'compare.removeOf': 'Remove the result of {device}, {date}',
	'compare.elsewhere':
		'Measured on {date} ({device}), not here and now: {model}, {size} px, batch {batch}, {turns} turns, {samples} timed steps each',
	'compare.here': 'measured here',
	'compare.other': 'opened {number}',
	'compare.column': '{device}, {who}',
	'compare.browser': 'Browser: {browser}',
	'compare.differ':
		'The results differ in {fields}, so their times and ratios are for different work. Measure with the same settings to compare devices.',
	'compare.same': 'All settings are the same: differences come from device, browser and chance.',
	'compare.setting.model': 'network',
	'compare.setting.own': 'sizes of the block',
	'compare.setting.imageSize': 'image size',
	'compare.setting.batch': 'batch',
	'compare.setting.repeats': 'turns',
	'compare.table': 'MBConv’s time over Fused-MBConv’s at each stage, for every result',
	'compare.cell': 'ratio (middle half); MBConv, Fused-MBConv in ms per batch, whole stage',
	'compare.stage': 'stage',
	'compare.problem.damaged': 'This link is damaged or incomplete: nothing was opened.',
	'compare.problem.too-long': 'This is larger than any result of this page: nothing was opened.',
	'compare.problem.version': 'This result has a version that this page does not know: nothing was opened.',
	'compare.problem.not-json': 'This is not JSON: nothing was opened.',
	'compare.problem.field':
		'The field “{field}” of this result is missing or has an impossible value: nothing was opened.'
} as const;
