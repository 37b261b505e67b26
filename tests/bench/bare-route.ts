import { forkScript } from './forked.ts';
import { compared, type Measure } from './measure.ts';
import { answersPerSecond } from './answers-per-second.ts';
import { startProduct } from './product.ts';
import { alternate } from './rounds.ts';

const ROUND_MS = 2_000;
const ROUNDS = 5;

export const bareRoute: Measure = {
  name: 'bare-route',
  meaning:
    "GET /livez of the API process, through everything that each request passes (request ID, metrics, one log line, limits of time and size, secure headers), against a server of node:http alone that answers the same body, 32 connections at once. It is the price of the API's frame: the time of a request that does nothing.",
  async run(bench) {
    const product = await startProduct(bench, { hasWorker: false });
    let bareUrl = '';
    const bare = await forkScript('./bare-server.ts', [], (url) => {
      bareUrl = url;
    });
    const rounds = await alternate(
      ROUNDS,
      () => answersPerSecond(product.url, '/livez', ROUND_MS),
      () => answersPerSecond(bareUrl, '/', ROUND_MS),
    );
    await bare.stop();
    await product.stop();
    return [compared({ what: 'GET /livez', unit: 'a second', against: 'bare node:http' }, rounds)];
  },
};
