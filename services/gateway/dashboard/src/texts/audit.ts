import { catalogue } from './catalogue';

export const auditTexts = catalogue({
});
