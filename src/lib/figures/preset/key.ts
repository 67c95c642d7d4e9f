/** Where a figure's, or a page's, `Present` stands in the context of its components. */
export const presentKey = Symbol('present');
