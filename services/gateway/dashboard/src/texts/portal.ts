import { catalogue } from './catalogue';

export const portalTexts = catalogue({
});
