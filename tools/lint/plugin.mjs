import { injectionByValue } from './injection-by-value.mjs';
import { routeIsGuarded } from './route-is-guarded.mjs';

/** The rules that only this project needs. */
export const heliotrope = { rules: { 'route-is-guarded': routeIsGuarded, 'injection-by-value': injectionByValue } };
