export { aMessage, anItem, berlin, lena } from '../../demo/messages/samples.js';
