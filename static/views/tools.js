/** Microphone and screen buttons, and the preview of what the tutor sees.
 *
 * @import {Kit} from '../app.js'
 */
import { find, hide, setIcon } from '../dom.js';

/** @param {Kit} kit */
export function mountTools({ root, store, actions, t }) {
  const mute = find(root, '#mute', HTMLButtonElement);
  const share = find(root, '#share', HTMLButtonElement);
  const screen = find(root, '#screen', HTMLElement);
  const video = find(screen, 'video', HTMLVideoElement);
  // Phones cannot share: no button that does nothing.
  const canShare = Boolean(navigator.mediaDevices?.getDisplayMedia);

  mute.addEventListener('click', () => actions.toggleMute());
  share.addEventListener('click', () => void actions.toggleScreen());
  find(screen, 'button', HTMLButtonElement).addEventListener('click', () => {
    void actions.stopScreen();
    share.focus();
  });

  store.watch((state) => {
    const off = state.mic === 'on' && state.muted;
    hide(mute, state.mic !== 'on');
    mute.setAttribute('aria-pressed', String(off));
    mute.setAttribute('aria-label', t(off ? 'tool.unmute' : 'tool.mute'));
    setIcon(mute, off ? 'mic-off' : 'mic');

    const on = state.screen === 'on';
    share.hidden = !canShare || (state.link === 'idle' && !on);
    share.setAttribute('aria-pressed', String(on));
    share.setAttribute('aria-label', t(on ? 'tool.unshare' : 'tool.share'));
    setIcon(share, on ? 'screen-off' : 'screen');
    screen.hidden = !on;
    if (video.srcObject !== actions.screen) video.srcObject = actions.screen;
  });
}
