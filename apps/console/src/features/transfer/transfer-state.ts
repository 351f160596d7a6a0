/** In which colour a state of a transfer is shown. */
export const TONES: Record<string, 'live' | 'good' | 'bad' | 'idle' | 'warm'> = { proposed: 'warm', accepted: 'good', declined: 'bad', withdrawn: 'idle' };
