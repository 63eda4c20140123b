import type { Lifetime } from '../lifetime';

/** Makes what is shown of a view; what it starts ends with `life`. */
export type View = (life: Lifetime) => HTMLElement;
