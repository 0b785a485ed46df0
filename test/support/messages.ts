export { aMessage, anInvitation, anItem, berlin, lena } from '../../demo/messages/samples.js';
