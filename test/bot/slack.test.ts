import { testSurface } from './contract.ts';
import { takeSeat } from './slack-seat.ts';

testSurface({ name: 'Slack', open: takeSeat });
