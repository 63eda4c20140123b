import { catalogue } from './catalogue';

export const reviewTexts = catalogue({
});
