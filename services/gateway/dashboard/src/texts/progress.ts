import { catalogue } from './catalogue';

export const progressTexts = catalogue({
});
